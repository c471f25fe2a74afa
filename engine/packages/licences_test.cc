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

TEST(Licences, OfAListThatBeginsOnTheNextLineAreKnown) {
  auto found = licences_in(kFormat +
                           "\nFiles:\n *\n m4/*\nLicense: LGPL-2+\n"
                           "\nFiles:\n\ttools/*\nLicense: GPL-2+\n");
  EXPECT_THAT(found.names, ElementsAre("LGPL-2+", "GPL-2+"));
}

TEST(Licences, OfPackagingAndOtherFilesAreKnown) {
  auto found = licences_in(kFormat +
                           "\nFiles: debian/*\n src/a.c\nLicense: GPL-2\n"
                           "\nFiles:\n debian/*\n debian/po/de.po\nLicense: GPL-3\n"
                           "\nFiles: debian/patches/*\nLicense: ISC\n");
  EXPECT_THAT(found.names, ElementsAre("GPL-2", "ISC"));
}

TEST(Licences, OfLinesThatEndAsDosHasItAreKnown) {
  auto found = licences_in(
      "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\r\n\r\n"
      "Files: a/*\r\nLicense: ISC\r\n\r\nFiles:\r\n b/*\r\nLicense: GPL-2\r\n");
  EXPECT_THAT(found.names, ElementsAre("ISC", "GPL-2"));
}

TEST(Licences, OfParagraphsBetweenLinesOfSpaceAreKnown) {
  auto found = licences_in(
      kFormat + " \t\nFiles: a/*\nLicense: ISC\n \n\t\nFiles: b/*\nLicense: GPL-2\n  \n");
  EXPECT_THAT(found.names, ElementsAre("ISC", "GPL-2"));
}

// The first line is the name; where it is empty, the text below is none.
TEST(Licences, OfATextWithoutANameAreNone) {
  auto found = licences_in(kFormat + "\nFiles: *\nLicense:\n You may copy, change or sell it\n");
  EXPECT_TRUE(found.declared);
  EXPECT_THAT(found.names, IsEmpty());
}

// Each word of a megabyte was once looked for behind each name: minutes.
TEST(Licences, OfASynopsisWithoutEndAreThoseOfItsFirst4096Bytes) {
  std::string synopsis = "ISC";
  while (synopsis.size() < 1'000'000) synopsis += " or ISC";
  auto found = licences_in(kFormat + "\nFiles: *\nLicense: " + synopsis + " or GPL-3\n");
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
