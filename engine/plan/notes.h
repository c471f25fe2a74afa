// The notes of a fold: the program's own, its build-id, properties, and what was folded.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "packages/provenance.h"
#include "plan/layout.h"
#include "plan/query_plan.h"
#include "read/notes.h"

namespace onefold {

// Owner and type of the note that lists the folded modules; its descriptor is JSON, with a final
// NUL.
inline constexpr std::string_view kFoldNoteOwner = "Onefold";
inline constexpr uint32_t kFoldNoteType = 1;

struct NotesPlan {
  std::vector<std::byte> property;  // the GNU property note, aligned as a word; empty: none
  std::vector<std::byte> notes;     // all others, aligned to 4
  std::string map;                  // the fold's own note, JSON
};

struct NotesInput {
  const Parts& parts;
  const Layout& layout;
  const Machine& machine;
  const std::vector<std::string>& names;   // the parts' file names, by part
  const Part* loader = nullptr;            // of a total fold
  std::string loader_name;                 // its file name
  const QueryPlan& queries;                // where its code is changed
  ImageAddress dlsym;                      // its own dlsym's code; 0: none
  ImageAddress dlopen;                     // and of its own dlopen and dlmopen; 0: none
  const std::vector<std::string>& opened;  // names of what nothing needs by DT_NEEDED
  const CpuLevel* level = nullptr;         // that the fold is for
  const Provenance& provenance;
  size_t least_map = 0;  // bytes that the map is padded to
};

// Owner and type of the note that says which package a program is of, in JSON:
// https://systemd.io/ELF_PACKAGE_METADATA (there FDO_PACKAGING_METADATA).
inline constexpr std::string_view kPackageNoteOwner = "FDO";
inline constexpr uint32_t kPackageNoteType = 0xcafe1a7e;

// The program's notes but its build-id and properties, the parts' combined properties, a new
// build-id drawn from all that goes into the fold, the program's package, unless the program has a
// note of that itself, and the fold's own note.
Result<NotesPlan> plan_notes(const NotesInput& input);

}  // namespace onefold
