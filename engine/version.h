// What this is a build of.
#pragma once

namespace onefold {

// "0.1.0 (4f5e9a1)": the release and the commit; of a tree without git the release alone.
// "-dirty" behind the commit: the tree has changes that are not committed.
extern const char* const kVersion;

}  // namespace onefold
