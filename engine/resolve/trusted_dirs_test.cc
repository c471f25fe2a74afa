#include "resolve/trusted_dirs.h"

#include <gtest/gtest.h>

namespace onefold {
namespace {

using Dirs = std::vector<std::string>;

Dirs read(std::string_view bytes) {
  return read_trusted_dirs(FileView("ld.so", std::as_bytes(std::span(bytes))));
}

using namespace std::string_view_literals;

TEST(TrustedDirs, AreTheLongestListOfDirectoryStrings) {
  EXPECT_EQ(read("\x7f\0/a/\0/b/\0junk\0/lib64/\0/usr/lib64/\0/lib/\0\x19"sv),
            (Dirs{"/lib64/", "/usr/lib64/", "/lib/"}));
}

// On arm the list follows bytes that end in no NUL.
TEST(TrustedDirs, MayFollowAnything) {
  EXPECT_EQ(read("\xff\xff/lib/arm-linux-gnueabihf/\0/usr/lib/\0\x19\0\0\0"sv),
            (Dirs{"/lib/arm-linux-gnueabihf/", "/usr/lib/"}));
}

TEST(TrustedDirs, NeedTwoWholeStrings) {
  EXPECT_EQ(read(""sv), Dirs{});
  EXPECT_EQ(read("\0/lib/\0"sv), Dirs{});
  EXPECT_EQ(read("\0/\0/\0/\0"sv), Dirs{});
  EXPECT_EQ(read("\0/lib/\0/usr/lib/"sv), Dirs{});
}

TEST(TrustedDirs, TellWhatLibStandsFor) {
  EXPECT_EQ(lib_token({"/lib/x86_64-linux-gnu/", "/usr/lib/"}), "lib/x86_64-linux-gnu");
  EXPECT_EQ(lib_token({"/usr/lib64/"}), "lib64");
  EXPECT_EQ(lib_token({"/opt/glibc/lib/"}), "lib");
  EXPECT_EQ(lib_token({}), "");
}

}  // namespace
}  // namespace onefold
