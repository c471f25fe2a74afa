#include "machine/start_stub.h"

#include <elf.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "elf/field.h"
#include "machine/machine.h"
#include "testing/file_tree.h"

namespace onefold {
namespace {

// The listing beside this file.
std::string listing(const std::string& name) {
  return (std::filesystem::path(__FILE__).parent_path() / "stubs" / (name + ".s")).string();
}

int run(const std::string& command) { return std::system(command.c_str()); }

class X86StubTest : public ::testing::Test {
 protected:
  const StartStub& stub_ =
      *find_machine(EM_X86_64, {Class::k64, std::endian::little}, 0)->start_stub;
};

TEST_F(X86StubTest, IsItsListingAssembled) {
  testing::FileTree tree;
  const std::string object = tree.path("/stub.o");
  ASSERT_EQ(run("as --64 -o '" + object + "' '" + listing("x86_64") + "'"), 0) << "binutils' as";
  ASSERT_EQ(run("objcopy -O binary -j .text '" + object + "' '" + tree.path("/stub.bin") + "'"), 0)
      << "binutils' objcopy";
  const auto assembled = tree.bytes("/stub.bin");
  const auto code = std::as_bytes(stub_.code);
  EXPECT_EQ(assembled, std::vector<std::byte>(code.begin(), code.end()));
  EXPECT_EQ(stub_.code.size() % 16, 0U);

  ASSERT_EQ(run("nm '" + object + "' > '" + tree.path("/names") + "'"), 0) << "binutils' nm";
  const auto names = tree.bytes("/names");
  const std::string text(reinterpret_cast<const char*>(names.data()), names.size());
  auto offset_of = [&](const std::string& name) {
    const size_t end = text.find(" T " + name + "\n");
    if (end == std::string::npos || end < 16) return ~uint64_t{0};
    return uint64_t{std::stoull(text.substr(end - 16, 16), nullptr, 16)};
  };
  EXPECT_EQ(stub_.program_entry, offset_of("start"));
  EXPECT_EQ(stub_.init, offset_of("init"));
  EXPECT_EQ(stub_.fini, offset_of("fini"));
  EXPECT_EQ(stub_.report, offset_of("report"));
}

TEST_F(X86StubTest, AThunkHandsItsMessageToReport) {
  std::vector<std::byte> thunk(stub_.thunk_size);
  stub_.write_thunk(thunk, 0x1000, 0x3000, 0x800);
  ASSERT_EQ(thunk.size(), 16U);
  Field<int32_t, std::endian::little> message;
  Field<int32_t, std::endian::little> report;
  std::memcpy(&message, &thunk[3], 4);
  std::memcpy(&report, &thunk[8], 4);
  EXPECT_EQ(thunk[0], std::byte{0x48});  // lea message(%rip), %rdi
  EXPECT_EQ(0x1007 + message.get(), 0x3000);
  EXPECT_EQ(thunk[7], std::byte{0xe9});  // jmp report
  EXPECT_EQ(0x100c + report.get(), 0x800);
}

}  // namespace
}  // namespace onefold
