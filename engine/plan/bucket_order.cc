#include "plan/bucket_order.h"

#include "elf/hash.h"

namespace onefold {

std::span<const std::string_view> names_at_start() {
  static constexpr std::string_view kNames[] = {"__libc_early_init",
                                                "pthread_mutex_lock",
                                                "pthread_mutex_unlock",
                                                "calloc",
                                                "free",
                                                "malloc",
                                                "realloc",
                                                "_dl_catch_exception",
                                                "_dl_signal_exception",
                                                "_dl_signal_error",
                                                "_dl_catch_error",
                                                "__tls_get_addr"};
  return kNames;
}

// A counting sort.
BucketOrder order_by_bucket(std::span<const std::string_view> exports, uint32_t buckets,
                            std::span<const std::string_view> first) {
  std::vector<uint32_t> hashes;
  hashes.reserve(exports.size());
  std::vector<uint32_t> sizes(buckets);
  for (std::string_view name : exports) {
    hashes.push_back(gnu_hash(name));
    ++sizes[hashes.back() % buckets];
  }
  std::vector<uint32_t> next(buckets);  // the place of a bucket's next export
  uint32_t end = 0;
  auto give_places = [&](uint32_t bucket) {
    next[bucket] = end;
    end += sizes[bucket];
    sizes[bucket] = 0;
  };
  for (std::string_view name : first) {
    const uint32_t bucket = gnu_hash(name) % buckets;
    if (sizes[bucket] != 0) give_places(bucket);
  }
  for (uint32_t bucket = 0; bucket < buckets; ++bucket) {
    if (sizes[bucket] != 0) give_places(bucket);
  }
  BucketOrder order{.places = {}, .hashes = std::vector<uint32_t>(exports.size())};
  order.places.reserve(exports.size());
  for (uint32_t hash : hashes) {
    const uint32_t place = next[hash % buckets]++;
    order.places.push_back(place);
    order.hashes[place] = hash;
  }
  return order;
}

}  // namespace onefold
