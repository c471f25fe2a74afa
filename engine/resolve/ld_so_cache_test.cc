#include "resolve/ld_so_cache.h"

#include <gtest/gtest.h>

#include "testing/formats.h"

namespace onefold {
namespace {

constexpr uint32_t kX86_64 = 0x0303;  // FLAG_X8664_LIB64 | FLAG_ELF_LIBC6
constexpr uint32_t kI386 = 0x0003;    // FLAG_ELF_LIBC6

struct CacheEntry {
  uint32_t flags;
  std::string key, value;
  uint64_t hwcap = 0;
};

// Writes the formats of glibc's sysdeps/generic/dl-cache.h.
template <typename E>
class CacheWriter {
 public:
  // Entries in the order given, which must be descending.
  static std::string old_table(const std::vector<CacheEntry>& entries) {
    std::string out = "ld.so-1.7.0" + std::string(1, '\0') + word(entries.size());
    return out + entry_words(entries, 0, false);
  }
  static std::string new_table(const std::vector<CacheEntry>& entries, uint8_t flags,
                               const std::vector<std::string>& hwcaps = {}) {
    constexpr uint64_t kHeader = 48;
    std::string tail = entry_words(entries, kHeader, true);
    std::string extension;
    if (!hwcaps.empty()) {
      tail.resize((tail.size() + 3) / 4 * 4);
      uint64_t at = kHeader + tail.size();
      extension = word(0xeaa42174) + word(1);
      extension += word(1) + word(0) + word(at + 24) + word(4 * hwcaps.size());
      uint64_t name_at = at + 24 + 4 * hwcaps.size();
      std::string names;
      for (const std::string& name : hwcaps) {
        extension += word(name_at + names.size());
        names += name + '\0';
      }
      extension += names;
    }
    std::string out = "glibc-ld.so.cache1.1" + word(entries.size()) + word(tail.size());
    out += std::string(1, static_cast<char>(flags)) + std::string(3, '\0');
    out += word(extension.empty() ? 0 : kHeader + tail.size()) + std::string(12, '\0');
    return out + tail + extension;
  }

 private:
  static std::string word(uint64_t value) {
    typename E::Word field(static_cast<uint32_t>(value));
    return std::string(reinterpret_cast<const char*>(&field), sizeof(field));
  }
  static std::string xword(uint64_t value) {
    typename E::Xword field(value);
    return std::string(reinterpret_cast<const char*>(&field), sizeof(field));
  }
  static std::string entry_words(const std::vector<CacheEntry>& entries, uint64_t header,
                                 bool is_new) {
    // In the new format strings are found from the header, in the old one from behind the entries.
    uint64_t first = is_new ? header + entries.size() * 24 : 0;
    std::string out;
    std::string strings;
    for (const CacheEntry& entry : entries) {
      out += word(entry.flags) + word(first + strings.size());
      strings += entry.key + '\0';
      out += word(first + strings.size());
      strings += entry.value + '\0';
      if (is_new) out += word(0) + xword(entry.hwcap);
    }
    return out + strings;
  }
};

template <typename E>
class LdSoCacheTest : public ::testing::Test {
 protected:
  static constexpr uint8_t kOwnOrder = E::kOrder == std::endian::little ? 2 : 3;
  static constexpr uint8_t kOtherOrder = E::kOrder == std::endian::little ? 3 : 2;

  std::optional<LdSoCache> parse(std::string bytes, uint32_t flags = kX86_64,
                                 const std::vector<std::string>& hwcaps = {}) {
    bytes_ = std::move(bytes);
    machine_.cache_flags = flags;
    FileView file("ld.so.cache", std::as_bytes(std::span(bytes_)));
    return LdSoCache::parse(file, machine_, E::kFormat, hwcaps);
  }
  // The path of `name` for a machine with these flags; "-" for none, "ignored" for the whole cache.
  std::string find(const std::string& bytes, std::string_view name, uint32_t flags = kX86_64,
                   const std::vector<std::string>& hwcaps = {}) {
    auto cache = parse(bytes, flags, hwcaps);
    if (!cache) return "ignored";
    return std::string(cache->find(name).value_or("-"));
  }

  const std::vector<CacheEntry> entries_ = {
      {kX86_64, "libz.so.1", "/lib/libz.so.1"},     {kX86_64, "libfoo.so.10", "/lib/libfoo.so.10"},
      {kX86_64, "libfoo.so.9", "/lib/libfoo.so.9"}, {kI386, "libc.so.6", "/lib32/libc.so.6"},
      {kX86_64, "libc.so.6", "/lib/libc.so.6"},     {kX86_64, "liba.so", "/lib/liba.so"},
  };
  std::string bytes_;
  Machine machine_{};
};
TYPED_TEST_SUITE(LdSoCacheTest, testing::AllFormats);

TYPED_TEST(LdSoCacheTest, FindsEveryNameInEveryFormat) {
  using Writer = CacheWriter<TypeParam>;
  std::string old_table = Writer::old_table(this->entries_);
  std::string new_table = Writer::new_table(this->entries_, this->kOwnOrder);
  std::string both = Writer::old_table({{kX86_64, "libz.so.1", "/old/libz.so.1"}});
  both.resize(16 + 12);  // the old strings are what follows
  both.resize((both.size() + 7) / 8 * 8);
  both += new_table;
  for (const std::string& bytes : {old_table, new_table, both}) {
    EXPECT_EQ(this->find(bytes, "libz.so.1"), "/lib/libz.so.1");
    EXPECT_EQ(this->find(bytes, "libfoo.so.10"), "/lib/libfoo.so.10");
    EXPECT_EQ(this->find(bytes, "libfoo.so.9"), "/lib/libfoo.so.9");
    EXPECT_EQ(this->find(bytes, "libc.so.6"), "/lib/libc.so.6");
    EXPECT_EQ(this->find(bytes, "liba.so"), "/lib/liba.so");
    EXPECT_EQ(this->find(bytes, "libc.so.6", kI386), "/lib32/libc.so.6");
    EXPECT_EQ(this->find(bytes, "liba.so", kI386), "-");
    EXPECT_EQ(this->find(bytes, "libc.so"), "-");
    EXPECT_EQ(this->find(bytes, ""), "-");
    EXPECT_EQ(this->find(bytes, "libzz.so"), "-");
  }
}

TYPED_TEST(LdSoCacheTest, ObeysTheByteOrderFlag) {
  using Writer = CacheWriter<TypeParam>;
  EXPECT_EQ(this->find(Writer::new_table(this->entries_, 0), "liba.so"), "/lib/liba.so");
  EXPECT_EQ(this->find(Writer::new_table(this->entries_, this->kOtherOrder), "liba.so"), "ignored");
  EXPECT_EQ(this->find(Writer::new_table(this->entries_, 1), "liba.so"), "ignored");
}

TYPED_TEST(LdSoCacheTest, UsesNoLibraryOfAProcessorUnlessAsked) {
  constexpr uint64_t kNamed = uint64_t{1} << 62;
  std::string bytes = CacheWriter<TypeParam>::new_table(
      {{kX86_64, "libx.so", "/lib/glibc-hwcaps/v3/libx.so", kNamed | 1},
       {kX86_64, "libx.so", "/lib/glibc-hwcaps/v2/libx.so", kNamed | 0},
       {kX86_64, "libx.so", "/lib/sse2/libx.so", 0x40},
       {kX86_64, "libx.so", "/lib/libx.so"}},
      this->kOwnOrder, {"v2", "v3"});
  EXPECT_EQ(this->find(bytes, "libx.so"), "/lib/libx.so");
  EXPECT_EQ(this->find(bytes, "libx.so", kX86_64, {"v2"}), "/lib/glibc-hwcaps/v2/libx.so");
  EXPECT_EQ(this->find(bytes, "libx.so", kX86_64, {"v3", "v2"}), "/lib/glibc-hwcaps/v3/libx.so");
  EXPECT_EQ(this->find(bytes, "libx.so", kX86_64, {"v2", "v3"}), "/lib/glibc-hwcaps/v2/libx.so");
  EXPECT_EQ(this->find(bytes, "libx.so", kX86_64, {"v4"}), "/lib/libx.so");
}

TYPED_TEST(LdSoCacheTest, IgnoresWhatDoesNotFit) {
  using Writer = CacheWriter<TypeParam>;
  EXPECT_EQ(this->find("", "liba.so"), "ignored");
  EXPECT_EQ(this->find("ld.so-1.7.0", "liba.so"), "ignored");
  EXPECT_EQ(this->find("glibc-ld.so.cache1.1", "liba.so"), "ignored");
  EXPECT_EQ(this->find("glibc-ld.so.cache1.0" + std::string(100, '\0'), "liba.so"), "ignored");
  for (std::string bytes :
       {Writer::old_table(this->entries_), Writer::new_table(this->entries_, this->kOwnOrder)}) {
    std::string huge = bytes;
    huge.replace(bytes[0] == 'l' ? 12 : 20, 4, "\xff\xff\xff\xff");
    EXPECT_EQ(this->find(huge, "liba.so"), "ignored");
  }
}

// Every shorter file is ignored or answers, and never with more than it holds.
TYPED_TEST(LdSoCacheTest, SurvivesBeingCutOffAnywhere) {
  using Writer = CacheWriter<TypeParam>;
  std::string whole = Writer::new_table(this->entries_, this->kOwnOrder, {"v2"});
  for (std::string bytes : {whole, Writer::old_table(this->entries_)}) {
    for (size_t size = 0; size < bytes.size(); ++size) {
      auto found = this->find(bytes.substr(0, size), "liba.so", kX86_64, {"v2"});
      EXPECT_TRUE(found == "ignored" || found == "-" || found == "/lib/liba.so") << size;
    }
  }
}

// A comparison of each name with each entry would take minutes.
TYPED_TEST(LdSoCacheTest, AnyNumberOfEqualNamesAndEntries) {
  const std::string zeros(4000, '0');
  std::string bytes = CacheWriter<TypeParam>::new_table(
      std::vector<CacheEntry>(2000, {kI386, "lib" + zeros + "1", "/lib/lib1"}), this->kOwnOrder);
  auto cache = this->parse(std::move(bytes));
  ASSERT_TRUE(cache);
  for (size_t i = 0; i <= zeros.size(); ++i)
    EXPECT_FALSE(cache->find("lib" + zeros.substr(i) + "1"));
  EXPECT_EQ(this->find(this->bytes_, "lib1", kI386), "/lib/lib1");
}

TYPED_TEST(LdSoCacheTest, AStringLongerThanAnyPathIsNone) {
  for (size_t length : {4096U, 4097U}) {
    const std::string key = "lib" + std::string(length - 4, '0') + "1";
    const std::string path(length, 'p');
    const bool fits = length == 4096;
    const auto find = [&](const CacheEntry& entry) {
      return this->find(CacheWriter<TypeParam>::new_table({entry}, this->kOwnOrder), "lib1");
    };
    EXPECT_EQ(find({kX86_64, key, "/lib/lib1"}), fits ? "/lib/lib1" : "-");
    EXPECT_EQ(find({kX86_64, "lib1", path}), fits ? path : "-");
  }
}

// _dl_cache_libcmp: runs of digits count as numbers, and a digit comes after any other character.
TEST(CompareCacheNames, CountsNumbers) {
  EXPECT_LT(compare_cache_names("libfoo.so.9", "libfoo.so.10"), 0);
  EXPECT_GT(compare_cache_names("libfoo.so.10", "libfoo.so.9"), 0);
  EXPECT_GT(compare_cache_names("lib1.so", "liba.so"), 0);
  EXPECT_LT(compare_cache_names("liba.so", "lib1.so"), 0);
  EXPECT_GT(compare_cache_names("libfoo.so.1", "libfoo.so"), 0);
  EXPECT_EQ(compare_cache_names("libfoo.so.01", "libfoo.so.1"), 0);
  EXPECT_EQ(compare_cache_names("", ""), 0);
}

// An int that is not wide enough wraps.
TEST(CanonicalCacheName, IsTheSameForNamesThatCompareEqual) {
  EXPECT_EQ(canonical_cache_name("libfoo.so.1"), "libfoo.so.1");
  EXPECT_EQ(canonical_cache_name("lib007x00.so.4294967297"), "lib7x0.so.1");
  EXPECT_EQ(compare_cache_names("lib007x00.so.4294967297", "lib7x0.so.1"), 0);
  EXPECT_EQ(canonical_cache_name("lib-4294967291"), "lib-4294967291");
  EXPECT_EQ(canonical_cache_name(""), "");
}

}  // namespace
}  // namespace onefold
