#include "packages/licences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace onefold {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kFormat =
    "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n";

TEST(Licences, AreThoseOfTheFilesEachOnce) {
  auto found = licences_in(
      kFormat +
      "\nFiles: *\nCopyright: a\nLicense: LGPL-2.1+\n\nFiles: a/*\nLicense: Expat\n text\n"
      "\nFiles: b/*\nLicense: LGPL-2.1+\n\nLicense: Expat\n text\n");
  EXPECT_TRUE(found.declared);
  EXPECT_THAT(found.names, ElementsAre("LGPL-2.1+", "Expat"));
}

TEST(Licences, OfASynopsisAreEachOne) {
  auto found = licences_in(kFormat +
                           "\nFiles: *\nLicense: GPL-2+ or MPL-1.1, and BSD-3-clause\n"
                           "\nFiles: x\nLicense: GPL-2+ with OpenSSL exception\n");
  EXPECT_THAT(found.names,
              ElementsAre("GPL-2+", "MPL-1.1", "BSD-3-clause", "GPL-2+ with OpenSSL exception"));
}

TEST(Licences, OfThePackagingAloneAreLeftOut) {
  auto found =
      licences_in(kFormat + "\nFiles: *\nLicense: ISC\n\nFiles: debian/*\nLicense: GPL-3+\n");
  EXPECT_THAT(found.names, ElementsAre("ISC"));
}

TEST(Licences, OfAFreeTextAreThoseItRefersTo) {
  auto found = licences_in(
      "This is free. See /usr/share/common-licenses/LGPL-2.1.\n\nOr "
      "`/usr/share/common-licenses/GPL-3'.\n"
      "And /usr/share/common-licenses/");
  EXPECT_FALSE(found.declared);
  EXPECT_THAT(found.names, ElementsAre("LGPL-2.1", "GPL-3"));
}

TEST(Licences, OfNothingAreNone) {
  EXPECT_THAT(licences_in("").names, IsEmpty());
  EXPECT_THAT(licences_in("\n\n\n").names, IsEmpty());
}

}  // namespace
}  // namespace onefold
