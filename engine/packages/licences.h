// The licences that a Debian package's copyright file names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "packages/dpkg.h"

namespace onefold {

struct Licences {
  // Short names as Debian has them ("LGPL-2.1+"), each once, in the order of the file.
  std::vector<std::string> names;
  // From License fields of a machine-readable file
  // (https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/); else what the text refers
  // to below /usr/share/common-licenses, which leaves out all others.
  bool declared = false;
};

// Of a whole source package: which of them is a single library's, the file does not say. What
// covers the packaging alone ("Files: debian/*") is left out.
Licences read_licences(PackageDatabase& database, const Package& package);

// The same, of the text of a copyright file.
Licences licences_in(std::string_view copyright);

}  // namespace onefold
