// What verify found: differences, known differences, and how much was compared.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onefold::verify {

enum class Aspect : uint8_t {
  kInput,       // the original's files are those that were folded
  kClaim,       // the address map
  kBytes,       // outside relocation sites
  kRelocation,  // a site of a folded module
  kBinding,     // a symbol reference of a kept library
  kTls,
  kCopy,
  kInitialiser,  // and finalisers
  kSegment,      // permissions, alignment
  kRelro,
  kStack,
  kHeader,   // ELF header, program headers, dynamic section
  kStub,     // the fold's own code and its table
  kName,     // sonames that the fold answers to
  kVersion,  // symbol versions defined and needed
  kExport,   // what dlsym and plugins find
  kUnwind,
  kProperty,
  kFileData,  // what only the program reads, from its own file
  kCount
};
std::string_view aspect_name(Aspect aspect);

// Its texts are printable (base/error.h).
struct Difference {
  Aspect aspect = Aspect::kBytes;
  std::string where;  // "libfoo.so.1 0x1234", "symbol foo"
  std::string expected;
  std::string found;
};

struct KnownDifference {
  std::string what;  // a row of README.md's table
  uint64_t count = 0;
  std::string example;  // printable
};

class Report {
 public:
  void compared(Aspect aspect, uint64_t count = 1) {
    compared_[static_cast<size_t>(aspect)] += count;
  }
  // Keeps of each text what a line has room for. Names of any length are best shortened
  // (printable) before a text is made of them: many symbols may share one.
  void differ(Aspect aspect, std::string_view where, std::string_view expected,
              std::string_view found);
  void known(std::string_view what, std::string_view example);
  // What another one says too.
  void add(const Report& other);

  bool same() const { return total_ == 0; }
  uint64_t total() const { return total_; }
  uint64_t compared_of(Aspect a) const { return compared_[static_cast<size_t>(a)]; }
  uint64_t differing_of(Aspect a) const { return differing_[static_cast<size_t>(a)]; }
  // At most kMostListed of each aspect; total() counts all.
  const std::vector<Difference>& differences() const { return differences_; }
  const std::vector<KnownDifference>& known_differences() const { return known_; }

  static constexpr uint64_t kMostListed = 100'000;

  std::string original;
  std::string folded;

 private:
  using Counts = std::array<uint64_t, static_cast<size_t>(Aspect::kCount)>;
  Counts compared_{};
  Counts differing_{};
  uint64_t total_ = 0;
  std::vector<Difference> differences_;
  std::vector<KnownDifference> known_;
};

// For people: counts by aspect, known differences, and the first `most` differences.
std::string to_text(const Report& report, size_t most = 20);
std::string to_json(const Report& report);

}  // namespace onefold::verify
