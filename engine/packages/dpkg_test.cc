#include "packages/dpkg.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "packages/provenance.h"
#include "testing/file_tree.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using testing::FileTree;
using testing::ok;

constexpr std::string_view kStatus = R"(Package: libz
Status: install ok installed
Architecture: amd64
Multi-Arch: same
Source: zlib (1:1.2-3)
Version: 1:1.2-3+b1
Description: a library
 Package: not-a-field

Package: tool
Status: install ok installed
Architecture: amd64
Version: 2

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1
)";

class PackagesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    tree_.file("/var/lib/dpkg/status", kStatus);
    tree_.file("/var/lib/dpkg/info/libz:amd64.list", "/.\n/lib/x/libz.so.1\n/lib/x/libz.so.1.2\n");
    tree_.file("/var/lib/dpkg/info/tool.list", "/usr/bin/tool\n/usr/lib/tool/plugin.so");
    tree_.file("/var/lib/dpkg/info/gone.list", "/usr/lib/gone.so\n");
  }
  std::vector<std::optional<Package>> owners(const std::vector<std::string>& paths) {
    auto database = PackageDatabase::open(tree_.top());
    EXPECT_TRUE(ok(database));
    return database->owners(paths);
  }
  std::string owner(const std::string& path) {
    auto found = owners({path}).front();
    return found ? found->name : "-";
  }
  FileTree tree_;
};

TEST_F(PackagesTest, SayWhoOwnsAFile) {
  auto found = owners({"/usr/bin/tool", "/lib/x/libz.so.1", "/nowhere"});
  ASSERT_TRUE(found[0] && found[1]);
  EXPECT_EQ(found[0]->name, "tool");
  EXPECT_EQ(found[0]->source, "tool");
  EXPECT_EQ(found[1]->name, "libz");
  EXPECT_EQ(found[1]->version, "1:1.2-3+b1");
  EXPECT_EQ(found[1]->architecture, "amd64");
  EXPECT_EQ(found[1]->source, "zlib");
  EXPECT_EQ(found[1]->source_version, "1:1.2-3");
  EXPECT_FALSE(found[2]);
}

TEST_F(PackagesTest, KnowAFileByEitherNameOfAMergedFolder) {
  EXPECT_EQ(owner("/usr/lib/x/libz.so.1"), "libz");
  EXPECT_EQ(owner("/lib/tool/plugin.so"), "tool");
}

TEST_F(PackagesTest, SeeThroughLinks) {
  tree_.file("/usr/bin/tool", "");
  tree_.link("/etc/alternatives/t", "/usr/bin/tool");
  EXPECT_EQ(owner("/etc/alternatives/t"), "tool");
  tree_.file("/var/lib/dpkg/info/libz:amd64.list", "/usr/bin/t\n");
  tree_.link("/usr/bin/t", "/usr/bin/tool");
  EXPECT_EQ(owner("/usr/bin/t"), "tool");
}

// Whose names are nothing like theirs, and of two that are alike the one that has it.
TEST_F(PackagesTest, FindWhatNoNameTellsOf) {
  auto status = [](const std::string& name) {
    return "Package: " + name +
           "\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n";
  };
  tree_.file("/var/lib/dpkg/status", status("libuv1") + status("libuv1-dev") + status("other"));
  tree_.file("/var/lib/dpkg/info/libuv1.list", "/usr/lib/libuv.so.0\n");
  tree_.file("/var/lib/dpkg/info/libuv1-dev.list", "/usr/lib/libuv.so.1\n/usr/bin/zz\n");
  tree_.file("/var/lib/dpkg/info/other.list", "/usr/lib/libuv.so.2\n");
  EXPECT_EQ(owner("/usr/lib/libuv.so.0"), "libuv1");
  EXPECT_EQ(owner("/usr/lib/libuv.so.1"), "libuv1-dev");
  EXPECT_EQ(owner("/usr/lib/libuv.so.2"), "other");
  EXPECT_EQ(owner("/usr/bin/zz"), "libuv1-dev");
  auto found = owners({"/usr/bin/zz", "", "/usr/lib/libuv.so.2", "/usr/lib/libuv.so.0"});
  ASSERT_TRUE(found[0] && !found[1] && found[2] && found[3]);
  EXPECT_EQ(found[2]->name, "other");
  EXPECT_EQ(found[3]->name, "libuv1");
}

// Debian policy, 8.1: it is looked for first where its name leads, in what lists it too next.
TEST_F(PackagesTest, FindALibraryByTheNameThatPolicyGivesItsPackage) {
  for (auto [file, package] : {std::pair{"libSDL2-2.0.so.0", "libsdl2-2.0-0"},
                               {"libX11.so.6", "libx11-6"},
                               {"libcdio_cdda.so.2", "libcdio-cdda2"},
                               {"libOpenCL.so.1", "ocl-icd-libopencl1"},
                               {"libuv.so.1", "libuv1"}}) {
    std::string status;
    for (const std::string name : {"a", package, "libx11-xcb1", "libSDL2"}) {
      status += "Package: " + name +
                "\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n";
      tree_.file("/var/lib/dpkg/info/" + name + ".list", "/lib/" + std::string(file) + "\n");
    }
    tree_.file("/var/lib/dpkg/status", status);
    EXPECT_EQ(owner("/lib/" + std::string(file)), package);
  }
}

TEST_F(PackagesTest, LeaveOutWhereNoPackagePlacesFiles) {
  tree_.file("/var/lib/dpkg/info/tool.list", "/usr/local/bin/tool\n/opt/tool\n/home/me/tool\n");
  EXPECT_EQ(owner("/usr/local/bin/tool"), "tool");
  EXPECT_EQ(owner("/home/me/tool"), "-");
  EXPECT_EQ(owner("/opt/tool"), "tool");
}

// Each search once went through all of them.
TEST_F(PackagesTest, FindsEachOfManyByItsName) {
  constexpr int kFirst = 100'000, kEnd = 250'000;
  std::string status;
  for (int i = kFirst; i < kEnd; ++i) {
    status += "Package: lib" + std::to_string(i) +
              "\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n";
  }
  tree_.file("/var/lib/dpkg/status", status);
  auto database = PackageDatabase::open(tree_.top());
  ASSERT_TRUE(ok(database));
  for (int i = kFirst; i < kEnd; ++i) {
    const std::string name = "lib" + std::to_string(i);
    const auto package = database->find(name, "amd64");
    ASSERT_TRUE(package && package->name == name) << name;
  }
  EXPECT_FALSE(database->find("lib100000", "i386"));
}

TEST_F(PackagesTest, LeaveOutWhatIsNotInstalled) { EXPECT_EQ(owner("/usr/lib/gone.so"), "-"); }

// Each time again its list was read through: a hostile root had no end.
TEST_F(PackagesTest, APackageThatIsListedTwiceIsTheFirst) {
  const std::string twice =
      "Package: tool\nStatus: install ok installed\nArchitecture: amd64\nVersion: ";
  std::string status;
  for (int i = 1; i <= 20'000; ++i) status += twice + std::to_string(i) + "\n\n";
  tree_.file("/var/lib/dpkg/status", status);
  std::string list;
  while (list.size() < 4'000'000) list += "/usr/share/tool/data\n";
  tree_.file("/var/lib/dpkg/info/tool.list", list + "/usr/bin/tool\n");
  auto found = owners({"/nowhere", "/usr/bin/tool"});
  EXPECT_FALSE(found[0]);
  ASSERT_TRUE(found[1]);
  EXPECT_EQ(found[1]->version, "1");
}

TEST_F(PackagesTest, OneListOfManyNamesIsReadOnce) {
  std::string status, list;
  while (list.size() < 32'000'000) list += "/usr/share/tool/data\n";
  tree_.file("/var/lib/dpkg/info/tool0.list", list);
  for (int i = 0; i < 1'000; ++i) {
    const std::string name = "tool" + std::to_string(i);
    status += "Package: " + name + "\nStatus: install ok installed\n\n";
    if (i > 0) tree_.link("/var/lib/dpkg/info/" + name + ".list", "tool0.list");
  }
  tree_.file("/var/lib/dpkg/status", status);
  EXPECT_EQ(owner("/nowhere"), "-");
}

TEST_F(PackagesTest, ANameThatIsAPathIsNoPackage) {
  for (std::string_view name : {"../../../tmp/tool", "a/tool", "Tool", "tool x", "t\x1b[1m"}) {
    tree_.file("/var/lib/dpkg/status",
               "Package: " + std::string(name) + "\nStatus: install ok installed\n");
    tree_.file("/tmp/tool.list", "/usr/bin/tool\n");
    tree_.file("/var/lib/dpkg/info/a/tool.list", "/usr/bin/tool\n");
    tree_.file("/var/lib/dpkg/info/Tool.list", "/usr/bin/tool\n");
    tree_.file("/var/lib/dpkg/info/tool x.list", "/usr/bin/tool\n");
    tree_.file("/var/lib/dpkg/info/t\x1b[1m.list", "/usr/bin/tool\n");
    EXPECT_EQ(owner("/usr/bin/tool"), "-") << name;
  }
}

TEST_F(PackagesTest, AListThatIsNoFileIsAsNone) {
  tree_.dir("/var/lib/dpkg/info/other.list");
  tree_.file("/var/lib/dpkg/status", "Package: other\nStatus: install ok installed\n");
  EXPECT_EQ(owner("/usr/bin/tool"), "-");
}

TEST_F(PackagesTest, ARootWithoutADatabaseKnowsNone) {
  FileTree empty;
  auto database = PackageDatabase::open(empty.top());
  ASSERT_TRUE(ok(database));
  EXPECT_FALSE(database->owners({"/usr/bin/tool"}).front());
}

// Which each of a package's files would repeat.
TEST_F(PackagesTest, NoFieldIsLongerThanAnyDistributionHasIt) {
  for (const size_t size : {256U, 257U}) {
    auto status = [&](const std::string& name, const std::string& more) {
      return fmt::format("Package: {}\nStatus: install ok installed\n{}\n", name, more);
    };
    const std::string text(size, '1');
    tree_.file("/var/lib/dpkg/status",
               status("version", "Architecture: a\nVersion: " + text + "\n") +
                   status("source", "Architecture: a\nVersion: 1\nSource: " + text + "\n") +
                   status("architecture", "Architecture: " + text + "\nVersion: 1\n") +
                   status(text, "Architecture: a\nVersion: 1\n"));
    for (const std::string name : {"version", "source", "architecture"}) {
      tree_.file(fmt::format("/var/lib/dpkg/info/{}.list", name),
                 fmt::format("/usr/bin/{}\n", name));
    }
    tree_.file("/etc/os-release", fmt::format("ID={0}\nVERSION_ID={0}\n", text));
    for (const char* name : {"version", "source", "architecture"})
      EXPECT_EQ(owner("/usr/bin/" + std::string(name)), size == 256 ? name : "-");
    auto database = PackageDatabase::open(tree_.top());
    ASSERT_TRUE(ok(database));
    EXPECT_EQ(database->find(text, "a").has_value(), size == 256);
    auto found = find_provenance(tree_.top(), {});
    ASSERT_TRUE(ok(found));
    EXPECT_EQ(found->system, size == 256 ? text : "");
    EXPECT_EQ(found->system_version, size == 256 ? text : "");
  }
}

TEST_F(PackagesTest, ProvenanceHasLicencesAndTheSystem) {
  tree_.file("/etc/os-release", "NAME=\"A System\"\nID=asystem\nVERSION_ID=\"12\"\n");
  tree_.file("/usr/share/doc/libz/copyright",
             "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"
             "Files: *\nLicense: Zlib\n");
  auto found = find_provenance(tree_.top(), {tree_.path("/usr/bin/tool"), "/lib/x/libz.so.1"});
  ASSERT_TRUE(ok(found));
  EXPECT_EQ(found->system, "asystem");
  EXPECT_EQ(found->system_version, "12");
  ASSERT_NE(found->package(0), nullptr);
  EXPECT_EQ(found->package(0)->name, "tool");
  EXPECT_EQ(found->licences[1].names, std::vector<std::string>{"Zlib"});
  EXPECT_EQ(found->package(2), nullptr);
}

}  // namespace
}  // namespace onefold
