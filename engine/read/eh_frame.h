// .eh_frame: how to unwind each function. Linux Standard Base 5.0 Core, "The .eh_frame section";
// what it leaves open ("eh", 'S', 'B', versions 3 and 4) as libgcc's unwind-dw2.c reads it.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "read/eh_frame_hdr.h"
#include "read/eh_pointer.h"
#include "read/module.h"

namespace onefold {

// What several FDEs have in common.
struct Cie {
  ModuleAddress at;   // of its length field
  uint64_t size = 0;  // whole, length field included
  uint8_t version = 0;
  std::string_view augmentation;
  uint64_t code_alignment = 0;
  int64_t data_alignment = 0;
  uint64_t return_register = 0;
  uint8_t fde_encoding = DW_EH_PE_absptr;     // 'R': of pc_begin; its low four bits: of the range
  uint8_t lsda_encoding = DW_EH_PE_omit;      // 'L'
  std::optional<EncodedPointer> personality;  // 'P'
  std::optional<ModuleAddress> eh_data_at;    // "eh": where its word lies
  bool sized = false;                         // 'z': FDEs state the size of their augmentation data
  bool signal_frame = false;                  // 'S'
  std::span<const std::byte> instructions;
};

// One range of code.
struct Fde {
  ModuleAddress at;              // of its length field
  uint64_t size = 0;             // whole, length field included
  uint64_t cie = 0;              // index among the CIEs, in file order
  ModuleAddress cie_pointer_at;  // 4 bytes: the distance from here back to the CIE
  EncodedPointer pc_begin;
  ModuleAddress pc_range_at;
  uint64_t pc_range = 0;               // bytes of code
  std::optional<EncodedPointer> lsda;  // as the CIE's 'L' has it
  std::span<const std::byte> instructions;
};

// No program header states the size of .eh_frame.
struct EhFrameExtent {
  ModuleAddress begin;
  // Without a size it ends at the zero terminator, or with its segment's file-backed bytes. With
  // one, terminators inside are stepped over, as a search through .eh_frame_hdr does.
  std::optional<uint64_t> size;
};

// Where the header's .eh_frame lies; nullopt where it names none. It reaches to the end of the last
// FDE that the search table names (no unwinder looks further), and of the section which starts
// there if section headers tell; without either it is left open. Errors: those of
// visit_eh_frame_table; an FDE address outside .eh_frame's segment; a null or unknown eh_frame_ptr.
Result<std::optional<EhFrameExtent>> find_eh_frame(const Module& module,
                                                   const EhFrameHeader& header);

struct EhFrameVisitor {
  std::function<void(const Cie&)> cie;              // may be empty
  std::function<void(const Fde&, const Cie&)> fde;  // may be empty
};

// Calls the visitor for each record in file order; memory: the CIEs. Errors: a record or field that
// leaves its frame, an unknown CIE version, augmentation or encoding, a CIE pointer that leads to
// no earlier CIE, a range that wraps.
Result<void> visit_eh_frame(const Module& module, const EhFrameExtent& extent,
                            const EhFrameVisitor& visitor);

struct EhFrame {
  std::vector<Cie> cies;
  std::vector<Fde> fdes;  // ascending by `at`
};
Result<EhFrame> read_eh_frame(const Module& module, const EhFrameExtent& extent);

}  // namespace onefold
