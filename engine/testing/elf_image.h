// A built ELF image: bytes that a test may read, and spoil in one place.
//
//   image.phdr(PT_LOAD).p_filesz = 5;            // structures lie over the bytes: writing one
//   patches the file image.offset_of(image.phdr(PT_LOAD).p_filesz)  // where that is, for the
//   expected error
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/checked.h"
#include "base/file_view.h"
#include "elf/layout.h"

namespace onefold::testing {

// What lies where in an image.
enum class Part : uint8_t {
  kInterp,
  kHash,
  kGnuHash,
  kSymbols,
  kStrings,
  kVersym,
  kVerdef,
  kVerneed,
  kRelr,
  kRel,
  kRela,
  kJmprel,
  kNotes4,  // the notes aligned to 4
  kNotes8,  // and to 8
  kEhFrameHdr,
  kEhFrame,
  kText,
  kData,
  kInitArray,
  kFiniArray,
  kDynamic,
  kTls,
  kSections,
};

template <typename E>
class ElfImage {
 public:
  struct Place {
    uint64_t offset = 0;
    uint64_t address = 0;
    uint64_t size = 0;
  };

  ElfImage(std::vector<std::byte> bytes, std::map<Part, Place> parts,
           std::map<std::string, uint32_t, std::less<>> symbol_indices)
      : bytes_(std::move(bytes)), parts_(std::move(parts)), indices_(std::move(symbol_indices)) {}

  // Views borrow the image's bytes; their file is called "test.elf".
  FileView view() const { return FileView("test.elf", bytes_); }
  std::span<const std::byte> bytes() const { return bytes_; }
  void resize(uint64_t size) { bytes_.resize(as_size(size)); }  // cut off, or add zeros

  // The record at a file offset. This and all below throw std::out_of_range for what the image has
  // not.
  template <WireType T>
  T& at(uint64_t offset) {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) {
      throw std::out_of_range("no such record in the image");
    }
    return *reinterpret_cast<T*>(bytes_.data() + offset);
  }
  // Record number `index` of a part that is an array of T.
  template <WireType T>
  T& at(Part part, uint64_t index = 0) {
    return at<T>(place(part).offset + index * sizeof(T));
  }

  const Place& place(Part part) const { return parts_.at(part); }
  bool has(Part part) const { return parts_.contains(part); }

  // The file offset of a field or record that one of these functions returned.
  template <WireType T>
  uint64_t offset_of(const T& field) const {
    auto* at = reinterpret_cast<const std::byte*>(&field);
    return static_cast<uint64_t>(at - bytes_.data());
  }

  typename E::Ehdr& ehdr() { return at<typename E::Ehdr>(0); }
  typename E::Phdr& phdr_at(uint64_t index) {
    return at<typename E::Phdr>(ehdr().e_phoff + index * sizeof(typename E::Phdr));
  }
  // The nth segment of a type.
  typename E::Phdr& phdr(uint32_t type, unsigned nth = 0) {
    for (uint64_t i = 0; i < ehdr().e_phnum; ++i) {
      if (phdr_at(i).p_type == type && nth-- == 0) return phdr_at(i);
    }
    throw std::out_of_range("no such segment in the image");
  }
  typename E::Shdr& shdr(uint64_t index) { return at<typename E::Shdr>(Part::kSections, index); }
  // The nth dynamic entry of a tag.
  typename E::Dyn& dyn(uint64_t tag, unsigned nth = 0) {
    for (uint64_t i = 0; i < place(Part::kDynamic).size / sizeof(typename E::Dyn); ++i) {
      auto& entry = at<typename E::Dyn>(Part::kDynamic, i);
      if (entry.d_tag == tag && nth-- == 0) return entry;
    }
    throw std::out_of_range("no such dynamic entry in the image");
  }
  // Symbols stand in the order of the table, which DT_GNU_HASH sorts.
  uint32_t symbol_index(std::string_view name) const {
    auto found = indices_.find(name);
    if (found == indices_.end()) throw std::out_of_range("no such symbol in the image");
    return found->second;
  }
  typename E::Sym& sym(std::string_view name) {
    return at<typename E::Sym>(Part::kSymbols, symbol_index(name));
  }

 private:
  std::vector<std::byte> bytes_;
  std::map<Part, Place> parts_;
  std::map<std::string, uint32_t, std::less<>> indices_;
};

}  // namespace onefold::testing
