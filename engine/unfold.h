// What can be had back from a fold.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"
#include "contents/contents.h"

namespace onefold {

// Why `file` cannot be had back; "" if it can. A total fold's loader is whole: it relocates itself,
// so every byte that it has in memory is in the fold as its file had it. Of all other parts the
// fold has the relocated bytes, without what was needed to relocate them.
std::string why_not_whole(const Contents& contents, const FoldedFile& file);

// The embedded loader's file: every byte of its PT_LOADs at its place. It has no section headers,
// which nothing loads and the fold does not have. Errors: there is no loader, or a claim or header
// that does not hold.
Result<std::vector<std::byte>> extract_loader(const Module& fold, const Contents& contents);

}  // namespace onefold
