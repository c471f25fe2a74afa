#include "base/mapped_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "base/threads.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using onefold::testing::ok;

class MappedFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "onefold-mapped-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ / name; }
  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }
  static void expect_error(const Result<MappedFile>& file, const Error& wanted) {
    ASSERT_FALSE(file);
    EXPECT_EQ(to_string(file.error()), to_string(wanted));
  }

  std::filesystem::path folder_;
  size_t page_ = static_cast<size_t>(sysconf(_SC_PAGESIZE));
};

TEST_F(MappedFileTest, ShowsTheFilesBytes) {
  auto file = MappedFile::open(write("f", "abc"), "the name");
  ASSERT_TRUE(ok(file));
  EXPECT_EQ(file->view().name(), "the name");
  ASSERT_EQ(file->view().size(), 3U);
  EXPECT_EQ(file->view().all()[2], std::byte{'c'});
  EXPECT_TRUE(ok(file->check_intact()));
}

TEST_F(MappedFileTest, ReadsWhatIsSmallAndMapsWhatIsNot) {
  const std::string large(100'000, 'x');
  for (const std::string& content : {std::string(), std::string("abc"), large}) {
    auto file = MappedFile::read(write("f", content), "the name");
    ASSERT_TRUE(ok(file));
    EXPECT_EQ(file->view().name(), "the name");
    const auto bytes = file->view().all();
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), content);
    EXPECT_EQ(file->identity(), MappedFile::open(path("f")).value().identity());
    EXPECT_TRUE(ok(file->check_intact()));
    // A mapping shows what is written later.
    std::fstream(path("f"), std::ios::in | std::ios::out | std::ios::binary) << 'y';
    if (!content.empty()) {
      EXPECT_EQ(bytes[0], content == large ? std::byte{'y'} : std::byte{'a'});
    }
  }
  expect_error(MappedFile::read(folder_, "folder"),
               {"folder", "st_mode", std::nullopt, "a regular file", "a directory"});
  expect_error(MappedFile::read(path("none"), "none"),
               {"none", "open", std::nullopt, "a readable file", "No such file or directory"});
}

TEST_F(MappedFileTest, ViewsStayValidWhenItMoves) {
  auto first = MappedFile::open(write("f", "abc")).value();
  FileView view = first.view();
  MappedFile second = std::move(first);
  EXPECT_EQ(view.all().data(), second.view().all().data());
  second = MappedFile::open(write("g", "xyz")).value();
  EXPECT_EQ(second.view().all()[0], std::byte{'x'});
}

TEST_F(MappedFileTest, TwoNamesOfOneFileAreIdentical) {
  write("f", "abc");
  std::filesystem::create_hard_link(path("f"), path("hard"));
  std::filesystem::create_symlink("f", path("soft"));
  write("other", "abc");
  auto identity = [&](const std::string& name) {
    return MappedFile::open(path(name)).value().identity();
  };
  EXPECT_EQ(identity("f"), identity("hard"));
  EXPECT_EQ(identity("f"), identity("soft"));
  EXPECT_NE(identity("f"), identity("other"));
}

TEST_F(MappedFileTest, AnEmptyFileHasNoBytes) {
  auto file = MappedFile::open(write("f", ""));
  ASSERT_TRUE(ok(file));
  EXPECT_EQ(file->view().size(), 0U);
}

TEST_F(MappedFileTest, RefusesWhatIsNoRegularFileWithoutWaiting) {
  ASSERT_EQ(mkfifo(path("fifo").c_str(), 0600), 0);  // nobody writes: a plain open would block
  expect_error(MappedFile::open(path("fifo"), "fifo"),
               {"fifo", "st_mode", std::nullopt, "a regular file", "a FIFO"});
  expect_error(MappedFile::open(folder_, "folder"),
               {"folder", "st_mode", std::nullopt, "a regular file", "a directory"});
  expect_error(MappedFile::open("/dev/null"),
               {"/dev/null", "st_mode", std::nullopt, "a regular file", "a device"});
  expect_error(MappedFile::open(path("none"), "none"),
               {"none", "open", std::nullopt, "a readable file", "No such file or directory"});
}

TEST_F(MappedFileTest, AFileBeyondTheAddressSpaceIsRefusedNotCut) {
  constexpr uint64_t kNotOf32Bits = (uint64_t{1} << 32) + 4096;
  std::filesystem::resize_file(write("sparse", "abc"), kNotOf32Bits);
  auto file = MappedFile::open(path("sparse"));
  if constexpr (sizeof(void*) == 8) {
    ASSERT_TRUE(ok(file));
    EXPECT_EQ(file->view().size(), kNotOf32Bits);
  } else {
    expect_error(file, {path("sparse"), "st_size", std::nullopt,
                        "a file that fits the address space", "4294971392 bytes"});
  }
}

// KiB that /proc/self/smaps has in memory of the mapping that begins at `bytes`; SIZE_MAX: it has
// no such mapping.
size_t resident(const FileView& bytes) {
  std::ostringstream begin;
  begin << std::hex << reinterpret_cast<uintptr_t>(bytes.all().data()) << '-';
  std::ifstream maps("/proc/self/smaps");
  std::string line;
  while (std::getline(maps, line) && !line.starts_with(begin.str())) {
  }
  while (std::getline(maps, line) && !line.starts_with("Rss:")) {
  }
  return line.empty() ? SIZE_MAX : std::stoul(line.substr(4));
}

TEST_F(MappedFileTest, PagesThatWereReleasedComeBack) {
  constexpr size_t kSize = size_t{10} << 20;
  const std::string content(kSize, 'x');
  const auto large = MappedFile::open(write("large", content)).value();
  const auto empty = MappedFile::open(write("empty", "")).value();
  const auto small = MappedFile::read(write("small", "abc"), "small").value();
  const auto bytes = MappedFile::over("bytes", std::as_bytes(std::span("def")), {});
  EXPECT_TRUE(std::ranges::equal(large.view().all(), std::as_bytes(std::span(content))));
  EXPECT_GE(resident(large.view()), kSize >> 11);
  Threads threads(2);
  release_pages(std::vector{&large, &empty, &small, &bytes}, threads);
  EXPECT_LT(resident(large.view()), kSize >> 11);
  EXPECT_TRUE(std::ranges::equal(large.view().all(), std::as_bytes(std::span(content))));
  EXPECT_EQ(small.view().all()[0], std::byte{'a'});
  EXPECT_EQ(bytes.view().all()[0], std::byte{'d'});
}

TEST_F(MappedFileTest, AFileCutShortWhileMappedReadsZerosAndSaysSo) {
  install_sigbus_handler();
  auto file = MappedFile::open(write("f", std::string(3 * page_, 'x')), "f").value();
  auto bystander = MappedFile::open(write("g", "abc")).value();
  ASSERT_EQ(truncate(path("f").c_str(), static_cast<off_t>(page_)), 0);
  EXPECT_EQ(file.view().all()[0], std::byte{'x'});
  EXPECT_TRUE(ok(file.check_intact()));  // nobody has seen wrong bytes yet
  EXPECT_EQ(file.view().all()[2 * page_ + 5], std::byte{0});
  EXPECT_EQ(file.view().all()[page_], std::byte{0});
  auto intact = file.check_intact();
  ASSERT_FALSE(intact);
  EXPECT_EQ(to_string(intact.error()),
            "f: st_size: expected " + std::to_string(3 * page_) +
                " bytes as when it was opened, found a file that was cut short while it was read");
  EXPECT_TRUE(ok(bystander.check_intact()));
}

TEST_F(MappedFileTest, SigbusElsewhereStillEndsTheProcess) {
  auto file = MappedFile::open(write("f", "abc")).value();
  write("g", std::string(2 * page_, 'x'));
  EXPECT_EXIT(
      {
        install_sigbus_handler();
        int fd = open(path("g").c_str(), O_RDONLY);
        auto* bytes =
            static_cast<volatile char*>(mmap(nullptr, 2 * page_, PROT_READ, MAP_PRIVATE, fd, 0));
        if (truncate(path("g").c_str(), 0) != 0) std::_Exit(1);
        std::_Exit(bytes[page_]);
      },
      ::testing::KilledBySignal(SIGBUS), "");
}

}  // namespace
}  // namespace onefold
