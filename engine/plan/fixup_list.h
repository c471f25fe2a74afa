// The relocations and known words of the output while they are gathered, place by place.
#pragma once

#include <optional>
#include <vector>

#include "plan/fixups.h"
#include "read/relocations.h"

namespace onefold {

// One relocation of an input with all that is known about it.
struct FixupSite {
  const Part& part;
  const Relocation& relocation;
  const RelocRow& row;
  int64_t addend;
};

// A relocation that cannot be folded.
tl::unexpected<Error> refuse(const FixupSite& site, std::string expected, std::string found);

class FixupList {
 public:
  // Errors: more copies of one place than any program has, each of which would repeat what is done
  // to it.
  static Result<FixupList> create(const FixupPlaces& places);

  // What follows is of `part`, until the next call.
  void begin(const Part& part);

  // The image address `address`, plus the load bias if there is one.
  void relative(const FixupSite& site, uint64_t address);
  // The result of calling there.
  void irelative(const FixupSite& site, uint64_t address);
  // While set, addresses count from the embedded loader's load base.
  void set_to_loader(bool to_loader) { to_loader_ = to_loader; }
  bool knows_ifuncs() const { return irelative_type_ != 0; }  // glibc's loader; mips' does not
  // The slots of those that are called, each when the part that has the function is relocated.
  void fill_slots(const IfuncCalls& ifuncs);
  void symbolic(const FixupSite& site, SymbolId symbol);
  void tls(const FixupSite& site, int64_t addend);
  // A word that is known now.
  void word(const FixupSite& site, uint64_t value);
  void patch(ModuleAddress place, uint64_t value, uint8_t size);
  // Of a slot in fixups.plt: what it holds until the first call.
  void lazy_word(const FixupSite& site, uint64_t value);
  void drop_lazy();
  // Does the file of the part in hand have bytes there, or only its memory (.bss, some PLTs'
  // slots)?
  bool has_bytes(const FixupSite& site) const;
  // Has the output what lies there at another place, with the initial TLS block?
  bool moves(ModuleAddress place, uint64_t size) const;

  // All of them in the order of Fixups::list.
  // Error: several that write the same bytes.
  Result<Fixups> finish();

  Fixups fixups;  // `list` holds the relative ones until finish()

 private:
  // Copies out of one part ascend by address.
  struct CopiedFrom {
    const CopiedObject* copy;
    // The last before it that ends behind it, counted from 1: what lies behind this one may be in
    // that one, and in none between them. 0: there is none.
    size_t longer = 0;

    ModuleAddress end() const { return copy->from + copy->size; }
  };

  struct Written {
    ImageAddress place;
    uint64_t size = 0;
  };

  explicit FixupList(const FixupPlaces& places);
  Result<void> list_copies();
  Result<void> list_replaced();
  void add(const FixupSite& site, Fixup fixup, std::vector<Fixup>& to);
  bool is_zero_fill(const FixupSite& site) const;
  Result<void> check_places() const;
  std::optional<ImageAddress> written_twice(const std::vector<Written>& others) const;
  tl::unexpected<Error> several_of(ImageAddress place) const;
  void note_place(ModuleAddress place, uint64_t size);
  // Of the initial TLS block only whole words move.
  void note_straddling(ModuleAddress place, uint64_t size);
  bool is_replaced(ImageAddress place, uint64_t size) const;
  template <typename Act>
  void at_each_place(ModuleAddress place, uint64_t size, Act act);

  FixupPlaces places_;
  uint32_t relative_type_ = 0;
  uint32_t irelative_type_ = 0;
  uint32_t copy_type_ = 0;
  std::vector<Patch> lazy_words_;
  std::vector<Fixup> symbolic_;                     // and those for TLS
  std::vector<Written> zeros_;                      // words that are zeros without being written
  std::vector<std::vector<Fixup>> irelative_of_;    // by part index
  std::vector<std::vector<CopiedFrom>> copies_of_;  // by part index
  std::vector<Written> replaced_;     // the program's bytes under copies: ascending, disjoint
  std::vector<Written> kept_copies_;  // what R_COPY of the fold's own writes

  bool to_loader_ = false;
  std::optional<Error> straddling_;           // what moves, or is copied, in part
  std::optional<ImageAddress> written_over_;  // a place of the program's under a copy

  // Of the part in hand.
  const Part* part_ = nullptr;
  size_t part_index_ = 0;
  const Segment* tls_ = nullptr;  // whose initialisation image lies elsewhere in the output
  mutable const Segment* load_ = nullptr;  // where the last place was: the next is most often there
};

}  // namespace onefold
