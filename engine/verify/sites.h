// What a loader stores at each relocation site: not a number, which differs from run to run, but
// the place, module or TLS offset that it stands for.
#pragma once

#include <vector>

#include "verify/load_cursor.h"
#include "verify/lookup.h"

namespace onefold::verify {

struct Value {
  enum class Kind : uint8_t {
    kNumber,        // `number`
    kPlace,         // address `number` of `object`
    kResolved,      // what the function at that place returns
    kModule,        // the number of `object`, which has a TLS block
    kBlockOffset,   // offset `number` in the TLS block of `object`
    kThreadOffset,  // the same byte, from the thread pointer
    kDescriptor,    // a TLS descriptor of the same byte
    kCopied,        // `size` bytes from `number` of `object`
    kUndefined,     // no definition: symbol `number` of `object`; an error when it is looked up
    kWeakZero,      // the same of a weak reference: 0, plus the addend in `size`
    kUnknown,       // a relocation type without a meaning here
  };
  Kind kind = Kind::kNumber;
  uint32_t object = 0;  // place in the scope
  uint64_t number = 0;
  uint64_t size = 0;
  bool operator==(const Value&) const = default;

  // `number` of `object` itself, and of its TLS block.
  bool is_address() const {
    return kind == Kind::kPlace || kind == Kind::kResolved || kind == Kind::kCopied;
  }
  bool is_in_block() const {
    return kind == Kind::kBlockOffset || kind == Kind::kThreadOffset || kind == Kind::kDescriptor;
  }
};

struct Site {
  ModuleAddress place;
  Meaning meaning = Meaning::kNothing;
  uint8_t size = 0;      // bytes written
  bool lazy = false;     // its value is looked up at the first call
  uint32_t symbol = 0;   // in .dynsym; 0: none
  uint32_t ordinal = 0;  // in the order in which the loader applies them
  Value value;
};

// Which class of lookup a relocation makes.
Asks asks_of(const Object& object, const RelocationType& type);

// What an entry of DT_RELR is, even where no type is that alone.
RelocationType relative_type(const PsAbi& psabi);

// What one relocation of `object` receives; its number fits a word.
Value value_of(const Scope& scope, uint32_t object, const Relocation& relocation,
               const RelocationType& type, int64_t addend);

// The addend, from the table or from the place, of which the cursor, of the same object, has the
// bytes. Errors: none; a place without file bytes holds 0.
int64_t addend_of(const Object& object, const Relocation& relocation, const RelocationType& type,
                  BytesCursor& bytes);

// Is nothing written, so that what was there before stays? So it is with a copy of no bytes and,
// where a weak reference finds nothing, with a copy and all of TLS but a descriptor of glibc's
// (sysdeps/*/dl-machine.h: sym or sym_map is NULL).
bool leaves_alone(const Site& site, Loader loader);

// All sites of `object`, ascending by place; of several relocations of one place the last that
// writes. A TLS module number without an offset beside it has one all the same: the word that
// follows, which the static linker filled in. Errors: those of visit_relocations.
Result<std::vector<Site>> sites_of(const Scope& scope, uint32_t object);

std::string describe(const Value& value, const Scope& scope);

}  // namespace onefold::verify
