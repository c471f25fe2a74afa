#include "read/hash_tables.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold {
namespace {

using namespace onefold::testing;

template <typename E>
class HashTablesTest : public ::testing::Test {
 protected:
  using Word = typename E::Word;

  // DT_HASH with 4-byte entries, whatever the format.
  HashTablesTest() { builder_.machine(0xfeed); }

  Result<uint64_t> count(ElfImage<E>& image, uint64_t tag) {
    ONEFOLD_TRY(auto module, read_module(image.view()));
    const DynamicEntry* entry = module.find_dynamic(tag);
    return tag == DT_HASH ? count_by_sysv_hash(module, *entry) : count_by_gnu_hash(module, *entry);
  }
  // Number i of the DT_HASH words: nbucket, nchain, buckets, chains.
  static Word& sysv(ElfImage<E>& image, uint64_t i) {
    return image.template at<Word>(Part::kHash, i);
  }
  // Of DT_GNU_HASH: nbuckets, symoffset, bloom_size, bloom_shift.
  static Word& gnu(ElfImage<E>& image, uint64_t i) {
    return image.template at<Word>(Part::kGnuHash, i);
  }
  static Word& gnu_bucket(ElfImage<E>& image, uint64_t i) {
    return image.template at<Word>(image.place(Part::kGnuHash).offset + 16 +
                                   sizeof(typename E::Addr) + i * 4);
  }
  // Bytes from a table's first to the last of its segment's in the file.
  static uint64_t rest(ElfImage<E>& image, Part part) {
    return image.phdr(PT_LOAD).p_filesz - image.place(part).offset;
  }

  ElfBuilder<E> builder_;
};
TYPED_TEST_SUITE(HashTablesTest, AllFormats);

TYPED_TEST(HashTablesTest, SysvStatesTheNumberOfSymbols) {
  this->builder_.hashes(true, false);
  for (uint64_t i = 0; i < 10; ++i) {
    auto image = this->builder_.build();
    EXPECT_EQ(this->count(image, DT_HASH).value(), i + 1);
    this->builder_.symbol({.name = fmt::format("symbol{}", i)});
  }
}

// The s390x psABI supplement says Elf64_Word and means 8 bytes, as alpha's does.
TYPED_TEST(HashTablesTest, SysvHasWideEntriesOnS390x) {
  if constexpr (TypeParam::k64 && TypeParam::kOrder == std::endian::big) {
    auto image =
        this->builder_.machine(EM_S390).hashes(true, false).undefined("a").undefined("b").build();
    EXPECT_EQ(image.place(Part::kHash).size, (2 + 1 + 3) * 8U);
    EXPECT_EQ(this->count(image, DT_HASH).value(), 3U);
    auto& nbucket = image.template at<typename TypeParam::Xword>(Part::kHash, 0);
    nbucket = uint64_t{1} << 61;
    const uint64_t most = this->rest(image, Part::kHash) / 8 - 2;
    EXPECT_TRUE(
        fails(this->count(image, DT_HASH), "DT_HASH nchain", image.place(Part::kHash).offset + 8,
              fmt::format("nbucket + nchain of at most {}, to the end of the segment", most),
              "2305843009213693952 + 3"));
  } else {
    auto image =
        this->builder_.machine(EM_S390).hashes(true, false).undefined("a").undefined("b").build();
    EXPECT_EQ(image.place(Part::kHash).size, (2 + 1 + 3) * (TypeParam::k64 ? 8U : 4U));
    if (!TypeParam::k64) {
      EXPECT_EQ(this->count(image, DT_HASH).value(), 3U);
    }
  }
}

TYPED_TEST(HashTablesTest, SysvRefusesNoBuckets) {
  auto image = this->builder_.hashes(true, false).build();
  this->sysv(image, 0) = 0;
  EXPECT_TRUE(fails(this->count(image, DT_HASH), "DT_HASH nbucket", image.place(Part::kHash).offset,
                    "at least 1", "0"));
}

TYPED_TEST(HashTablesTest, SysvRefusesTablesBeyondTheSegment) {
  auto image = this->builder_.hashes(true, false).build();
  const uint64_t most = this->rest(image, Part::kHash) / 4 - 2;
  for (uint32_t nchain : {static_cast<uint32_t>(most), UINT32_MAX}) {
    this->sysv(image, 1) = nchain;
    EXPECT_TRUE(
        fails(this->count(image, DT_HASH), "DT_HASH nchain", image.place(Part::kHash).offset + 4,
              fmt::format("nbucket + nchain of at most {}, to the end of the segment", most),
              fmt::format("1 + {}", nchain)));
  }
}

TYPED_TEST(HashTablesTest, SysvRefusesAnIndexOutOfRange) {
  auto image = this->builder_.hashes(true, false).undefined("a").build();  // 1 bucket, 2 chains
  auto& bucket = this->sysv(image, 2);
  auto& chain = this->sysv(image, 4);
  ASSERT_EQ(bucket, 1U);
  chain = 2;
  EXPECT_TRUE(fails(this->count(image, DT_HASH), "DT_HASH chain", image.offset_of(chain),
                    "a symbol index below nchain (2)", "2"));
  bucket = 0xffffffff;
  EXPECT_TRUE(fails(this->count(image, DT_HASH), "DT_HASH bucket", image.offset_of(bucket),
                    "a symbol index below nchain (2)", "4294967295"));
}

TYPED_TEST(HashTablesTest, SysvRefusesAChainThatLoops) {
  auto image = this->builder_.hashes(true, false).undefined("a").undefined("b").build();
  // One bucket: b, then a; let a lead back to b.
  ASSERT_EQ(this->sysv(image, 2), 2U);
  auto& chain_of_a = this->sysv(image, 3 + 1);
  chain_of_a = 2;
  EXPECT_TRUE(fails(this->count(image, DT_HASH), "DT_HASH chain", image.offset_of(chain_of_a),
                    "each symbol in one chain, once", "symbol 2 again"));
}

TYPED_TEST(HashTablesTest, RefusesATableOutsideTheSegments) {
  auto image = this->builder_.hashes(true, true).build();
  for (uint64_t tag : {uint64_t{DT_HASH}, uint64_t{DT_GNU_HASH}}) {
    const std::string name = tag == DT_HASH ? "DT_HASH" : "DT_GNU_HASH";
    image.dyn(tag).d_val = 0x10;
    EXPECT_TRUE(fails(this->count(image, tag), name, image.offset_of(image.dyn(tag)),
                      "an address inside the file-backed bytes of a PT_LOAD", "0x10"));
    // The last bytes of the text are no room for a header.
    image.dyn(tag).d_val = static_cast<typename TypeParam::Native>(this->builder_.text_at(12));
    EXPECT_TRUE(fails(this->count(image, tag), name, image.place(Part::kText).offset + 12,
                      tag == DT_HASH ? "nbucket and nchain" : "a header of 16 bytes", "4 bytes"));
  }
}

TYPED_TEST(HashTablesTest, GnuTellsTheLastHashedSymbol) {
  this->builder_.undefined("u").undefined("v");
  for (uint64_t i = 0; i < 20; ++i) {
    auto image = this->builder_.build();
    EXPECT_EQ(this->count(image, DT_GNU_HASH).value(), 3 + i);
    this->builder_.symbol({.name = fmt::format("symbol{}", i)});
  }
}

TYPED_TEST(HashTablesTest, GnuRefusesNoBuckets) {
  auto image = this->builder_.build();
  this->gnu(image, 0) = 0;
  EXPECT_TRUE(fails(this->count(image, DT_GNU_HASH), "DT_GNU_HASH nbuckets",
                    image.place(Part::kGnuHash).offset, "at least 1", "0"));
}

// ld.so: assert ((bitmask_nwords & (bitmask_nwords - 1)) == 0), elf/dl-setup_hash.c.
TYPED_TEST(HashTablesTest, GnuRefusesABloomFilterOfNoPowerOfTwo) {
  auto image = this->builder_.build();
  auto& size = this->gnu(image, 2);
  for (uint32_t value : {0U, 3U}) {
    size = value;
    EXPECT_TRUE(fails(this->count(image, DT_GNU_HASH), "DT_GNU_HASH bloom_size",
                      image.offset_of(size), "a power of two", fmt::format("{}", value)));
  }
}

TYPED_TEST(HashTablesTest, GnuRefusesTablesBeyondTheSegment) {
  auto image = this->builder_.build();
  const uint64_t word = sizeof(typename TypeParam::Addr);
  const uint64_t rest = this->rest(image, Part::kGnuHash) - 16;
  auto& bloom_size = this->gnu(image, 2);
  bloom_size = 0x80000000;
  EXPECT_TRUE(
      fails(this->count(image, DT_GNU_HASH), "DT_GNU_HASH bloom_size", image.offset_of(bloom_size),
            fmt::format("at most {}, to the end of the segment", rest / word), "2147483648"));
  bloom_size = 1;
  auto& nbuckets = this->gnu(image, 0);
  nbuckets = 0xffffffff;
  EXPECT_TRUE(
      fails(this->count(image, DT_GNU_HASH), "DT_GNU_HASH nbuckets", image.offset_of(nbuckets),
            fmt::format("at most {}, to the end of the segment", (rest - word) / 4), "4294967295"));
}

TYPED_TEST(HashTablesTest, GnuRefusesABucketOutsideTheTable) {
  auto image = this->builder_.undefined("u").symbol({.name = "a"}).build();
  auto& bucket = this->gnu_bucket(image, 0);
  ASSERT_EQ(bucket, 2U);
  for (uint32_t value : {1U, 0xffffffffU}) {
    bucket = value;
    EXPECT_TRUE(fails(this->count(image, DT_GNU_HASH), "DT_GNU_HASH bucket",
                      image.offset_of(bucket),
                      "0 or a symbol index from symoffset (2) whose chain is inside the segment",
                      fmt::format("{}", value)));
  }
}

TYPED_TEST(HashTablesTest, GnuRefusesAChainWithoutEnd) {
  // The table ends its segment: it lies at the end of the data.
  const uint64_t header = 16 + sizeof(typename TypeParam::Addr);
  auto image = this->builder_.text(ByteString(header + 4 + 8)).build();
  auto word = [&](uint64_t i) -> typename TypeParam::Word& {
    return image.template at<typename TypeParam::Word>(image.place(Part::kText).offset + i);
  };
  image.dyn(DT_GNU_HASH).d_val = static_cast<typename TypeParam::Native>(this->builder_.text_at(0));
  word(0) = 1;           // nbuckets
  word(4) = 1;           // symoffset
  word(8) = 1;           // bloom_size
  word(header) = 1;      // the bucket: symbol 1
  word(header + 4) = 2;  // two chain entries, neither with bit 0
  word(header + 8) = 4;
  EXPECT_TRUE(fails(this->count(image, DT_GNU_HASH), "DT_GNU_HASH chain",
                    image.offset_of(word(header + 4)),
                    "an entry with bit 0 set, which ends the chain", "2 entries without one"));
  word(header + 8) = 5;
  EXPECT_EQ(this->count(image, DT_GNU_HASH).value(), 3U);
}

}  // namespace
}  // namespace onefold
