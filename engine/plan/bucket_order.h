// The order of the exports in .dynsym: DT_GNU_HASH wants those of a bucket side by side, but not
// the buckets one after the other (glibc, elf/dl-lookup.c: a bucket is the index of its first).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace onefold {

// Names that ld.so looks up at each start (glibc, elf/dl-minimal.c, dl-mutex.c,
// dl-call-libc-early-init.c, and the slots of its own PLT). Side by side, they share the pages of
// the tables.
std::span<const std::string_view> names_at_start();

struct BucketOrder {
  std::vector<uint32_t> places;  // by export: its place
  std::vector<uint32_t> hashes;  // by place: DT_GNU_HASH's
};

// The buckets of `first` come first, in that order; those of one bucket keep their order.
BucketOrder order_by_bucket(std::span<const std::string_view> exports, uint32_t buckets,
                            std::span<const std::string_view> first);

}  // namespace onefold
