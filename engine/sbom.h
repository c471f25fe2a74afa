// What is inside of a fold as a bill of materials for others' scanners.
#pragma once

#include <string>

#include "fold.h"

namespace onefold {

// CycloneDX 1.6 in JSON (https://cyclonedx.org/docs/1.6/json/): a component for each package, with
// the files of it that are inside; a component for each file that no package owns; who needs whom.
// No time and no random number is in it, so that it is the same for the same fold.
std::string to_cyclonedx(const FoldReport& report, const std::string& onefold_version);

// A purl, https://github.com/package-url/purl-spec:
// "pkg:deb/debian/libssl3@3.0.17-1~deb12u3?arch=amd64&distro=debian-12".
std::string package_url(const Package& package, const std::string& system,
                        const std::string& system_version);

// SPDX's name for a licence as Debian spells it ("LGPL-2.1+": LGPL-2.1-or-later); "" where there is
// none that surely means the same.
std::string spdx_id(const std::string& debian);

}  // namespace onefold
