// Pointers of .eh_frame and .eh_frame_hdr: a byte tells how each is stored and what it is relative
// to. Linux Standard Base 5.0 Core, "DWARF Exception Header Encoding"; DW_EH_PE_indirect and
// DW_EH_PE_aligned as GCC's unwind-pe.h reads them.
#pragma once

#include <cstdint>
#include <optional>

#include "base/address.h"

namespace onefold {

// Low four bits: how the value is stored.
constexpr uint8_t DW_EH_PE_absptr = 0x00;  // as wide as an address of the class
constexpr uint8_t DW_EH_PE_uleb128 = 0x01;
constexpr uint8_t DW_EH_PE_udata2 = 0x02;
constexpr uint8_t DW_EH_PE_udata4 = 0x03;
constexpr uint8_t DW_EH_PE_udata8 = 0x04;
constexpr uint8_t DW_EH_PE_sleb128 = 0x09;
constexpr uint8_t DW_EH_PE_sdata2 = 0x0a;
constexpr uint8_t DW_EH_PE_sdata4 = 0x0b;
constexpr uint8_t DW_EH_PE_sdata8 = 0x0c;
constexpr uint8_t kEhFormMask = 0x0f;

// The next three: what is added to a value that isn't 0.
constexpr uint8_t DW_EH_PE_pcrel = 0x10;    // the field's own address
constexpr uint8_t DW_EH_PE_textrel = 0x20;  // the text base, which no header states
constexpr uint8_t DW_EH_PE_datarel = 0x30;  // .eh_frame_hdr: its own address; .eh_frame: DT_PLTGOT
constexpr uint8_t DW_EH_PE_funcrel = 0x40;  // the FDE's pc_begin
constexpr uint8_t DW_EH_PE_aligned = 0x50;  // nothing: an absptr at the next aligned address
constexpr uint8_t kEhApplicationMask = 0x70;

constexpr uint8_t DW_EH_PE_indirect = 0x80;  // the result is the address of a word with the pointer
constexpr uint8_t DW_EH_PE_omit = 0xff;      // no field at all

// Is `encoding` a known form with a known application? DW_EH_PE_omit is none.
bool is_known_eh_encoding(uint8_t encoding);

// One such field: where it lies and what it says, so that it can be encoded again elsewhere.
struct EncodedPointer {
  ModuleAddress at;  // of its first byte, after the padding of DW_EH_PE_aligned
  uint8_t encoding = DW_EH_PE_omit;
  uint8_t size = 0;     // bytes there
  uint64_t stored = 0;  // the field's own value, sign-extended where its form is signed
  // Where it points in the module: with DW_EH_PE_indirect the word that holds the pointer. Nothing
  // for a null pointer (0 is stored; under DW_EH_PE_absptr a relocation at `at` may yet fill it)
  // and for one whose base the file doesn't state.
  std::optional<ModuleAddress> target;

  bool is_indirect() const { return (encoding & DW_EH_PE_indirect) != 0; }
  uint8_t application() const { return encoding & kEhApplicationMask; }
};

}  // namespace onefold
