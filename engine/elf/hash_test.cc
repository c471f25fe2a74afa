#include "elf/hash.h"

#include <gtest/gtest.h>

namespace onefold {
namespace {

// Vectors of https://flapenguin.me/elf-dt-hash, and the vna_hash values that every glibc program
// shows in `readelf -V`.
TEST(HashTest, Sysv) {
  EXPECT_EQ(sysv_hash(""), 0U);
  EXPECT_EQ(sysv_hash("printf"), 0x077905a6U);
  EXPECT_EQ(sysv_hash("exit"), 0x0006cf04U);
  EXPECT_EQ(sysv_hash("syscall"), 0x0b09985cU);
  EXPECT_EQ(sysv_hash("flapenguin.me"), 0x03987915U);
  EXPECT_EQ(sysv_hash("GLIBC_2.2.5"), 0x09691a75U);
  EXPECT_EQ(sysv_hash("GLIBC_2.17"), 0x06969197U);
}

// Vectors of https://flapenguin.me/elf-dt-gnu-hash.
TEST(HashTest, Gnu) {
  EXPECT_EQ(gnu_hash(""), 0x00001505U);
  EXPECT_EQ(gnu_hash("printf"), 0x156b2bb8U);
  EXPECT_EQ(gnu_hash("exit"), 0x7c967e3fU);
  EXPECT_EQ(gnu_hash("syscall"), 0xbac212a0U);
  EXPECT_EQ(gnu_hash("flapenguin.me"), 0x8ae9f18eU);
}

// The functions of the gABI and of glibc take unsigned bytes, also where char is signed.
TEST(HashTest, BytesAreUnsigned) {
  EXPECT_EQ(sysv_hash("\xff"), 0xffU);
  EXPECT_EQ(gnu_hash("\xff"), 5381U * 33 + 0xff);
}

}  // namespace
}  // namespace onefold
