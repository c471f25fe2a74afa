#include "sbom.h"

#include <gtest/gtest.h>

namespace onefold {
namespace {

TEST(Sbom, LicencesHaveSpdxNamesWhereTheyMeanTheSame) {
  EXPECT_EQ(spdx_id("LGPL-2.1+"), "LGPL-2.1-or-later");
  EXPECT_EQ(spdx_id("GPL-2"), "GPL-2.0-only");
  EXPECT_EQ(spdx_id("GPL-3.0+"), "GPL-3.0-or-later");
  EXPECT_EQ(spdx_id("Expat"), "MIT");
  EXPECT_EQ(spdx_id("GPL-2+ with OpenSSL exception"), "");
  EXPECT_EQ(spdx_id("GPL"), "");
  EXPECT_EQ(spdx_id("GPL-9+"), "");
  EXPECT_EQ(spdx_id("public-domain"), "");
  EXPECT_EQ(spdx_id(""), "");
}

TEST(Sbom, APackageUrlIsEncoded) {
  const Package package{
      .name = "libstdc++6", .version = "1:12.2.0-14+deb12u1~x", .architecture = "amd64"};
  EXPECT_EQ(package_url(package, "debian", "12"),
            "pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14%2Bdeb12u1~x?arch=amd64&distro=debian-12");
  EXPECT_EQ(package_url(package, "", ""),
            "pkg:deb/libstdc%2B%2B6@1:12.2.0-14%2Bdeb12u1~x?arch=amd64");
}

}  // namespace
}  // namespace onefold
