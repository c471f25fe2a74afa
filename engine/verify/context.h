// Both processes, and how places of the one correspond to places of the other.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/sort.h"
#include "base/threads.h"
#include "verify/claim.h"
#include "verify/entrance.h"
#include "verify/fold_sites.h"
#include "verify/verify.h"

namespace onefold::verify {

// A folded module.
struct Part {
  uint32_t original = 0;  // place in the original scope
  uint64_t bias = 0;
  // Offset of its TLS block in the fold's. The program's follows from the thread pointer; the
  // others' is what the first access says, and every other access must agree.
  std::optional<uint64_t> tls_offset;
  bool without_first_load = false;  // by the claim (verify/unmapped.h)
};

class Choices;  // verify/choices.h

class Context {
 public:
  static constexpr uint32_t kKept = UINT32_MAX;

  // Reads everything and pairs the parts with the original's files. Errors: see verify(). Parts
  // that cannot be paired are differences.
  static Result<std::unique_ptr<Context>> make(const Input& input, Threads& threads,
                                               Report& report);

  const Input& input() const { return *input_; }
  const Scope& before() const { return *before_; }
  const Scope& after() const { return *after_; }  // the fold is object 0
  const Object& fold() const { return fold_; }
  const PsAbi& psabi() const { return *fold_.psabi; }
  std::vector<Part>& parts() { return parts_; }
  const std::vector<Part>& parts() const { return parts_; }
  const std::vector<ClaimedPart>& claims() const { return claim().parts; }
  const Claim& claim() const { return *input_->claim; }
  // What the kernel starts, where that is not the loader; null: it is.
  const Entrance* entrance() const { return entrance_ ? &*entrance_ : nullptr; }
  // The loader, embedded in a total fold; null: outside. No part, for it still is an object of its
  // own to itself and to lookups.
  const Part* loader() const { return loader_ ? &*loader_ : nullptr; }
  bool is_shared_object() const { return shared_object_; }
  // Was the program loaded anywhere, and is the fold where its headers say?
  bool gains_address() const {
    return !shared_object_ && before_->object(0).module->header.type == ET_DYN &&
           fold_.module->header.type == ET_EXEC;
  }
  std::endian order() const { return psabi().format.order; }
  uint64_t word() const { return psabi().format.word_size(); }

  bool is_folded(uint32_t original) const { return part_of_[original] != kKept; }
  Part& part_of(uint32_t original) { return parts_[part_of_[original]]; }
  const Part& part_of(uint32_t original) const { return parts_[part_of_[original]]; }
  const Object& object(const Part& part) const { return before_->object(part.original); }
  // Its PT_LOADs that the fold claims to have.
  std::span<const Segment> loads(const Part& part) const;
  // Is the value, of the original, a place that it claims not to have?
  bool is_unmapped(const Value& value) const;
  // Where a kept library stands in the fold's scope; kKept: nowhere.
  uint32_t kept_place(uint32_t original) const { return kept_place_[original]; }
  // Of each object of after(), which others of it are needed.
  std::vector<std::vector<uint32_t>> needs_after() const;

  // A function of the fold's own that is used wherever the C library's at `value` was.
  struct StandIn {
    Value value;
    uint64_t address = 0;
    std::optional<uint64_t> size;  // bytes; nothing: as the other's
    bool operator==(const StandIn&) const = default;
  };
  void replace(const StandIn& stand_in);
  const StandIn* stand_in_at(uint64_t address) const;  // null: none

  // A value of the original as the fold must have it. A part's TLS block whose place is not known
  // yet gets it from `found`, what the fold has for the same site, if that is of the same kind.
  Value translate(const Value& value, const Value& found);
  // The same, where `found` may be another's: says nothing about where the block is.
  Value translation(const Value& value, const Value& found) const;

  // An initialiser that a total fold's own dlopen and dlmopen call, and the start does not.
  struct Late {
    uint32_t original = 0;  // whose it is
    uint64_t function = 0;  // in the fold
  };
  const std::optional<Late>& late() const { return late_; }
  void set_late(const Late& late) { late_ = late; }

  // Of a fold for one level of the processor: which implementations its functions may be.
  Choices& choices() { return *choices_; }

  // One PT_TLS for several parts, away from the program's own.
  bool tls_is_merged() const { return tls_merged_; }
  // Variant II: bytes from the block's start up to the thread pointer; I: from the pointer to it.
  uint64_t thread_distance(const Object& object) const;

  std::vector<FoldSite>& sites() { return sites_; }
  const std::vector<FoldSite>& sites() const { return sites_; }
  FoldSite* site_at(uint64_t place);  // null: none
  // The address in the fold that the word at `at` will hold; nothing where it will hold none.
  std::optional<uint64_t> pointer_at(uint64_t at) const;
  Value value_of(const FoldSite& site) const;

  // Does a byte of the range, in the fold, belong to a part?
  bool is_in_part(uint64_t at, uint64_t size) const;
  // Or to the embedded loader?
  bool is_in_input(uint64_t at, uint64_t size) const;

  std::string where(const Part& part, ModuleAddress at) const;

  // Which of the original's files answers to a name: the loader, which is there before the others,
  // or the first of them.
  std::optional<uint32_t> called(std::string_view name) const;

 private:
  Value whole_translation(const Value& value, const Value& found) const;
  Result<void> read_fold(Report& report);
  Result<void> read_objects(Threads& threads);
  Result<void> pair_parts(Report& report);
  Result<void> pair_loader(Report& report);
  Result<void> read_fold_scope(Report& report);
  Result<void> read_fold_sites();
  void note_own_got();
  void place_program_tls(Report& report);

  const Input* input_ = nullptr;
  Names names_;
  std::vector<Object> objects_;  // by original index
  Object fold_;
  std::optional<Entrance> entrance_;
  Module view_;  // of the fold, as its loader sees it
  std::optional<Part> loader_;
  std::vector<StandIn> stand_ins_;
  std::optional<Late> late_;
  std::vector<Part> parts_;
  std::vector<uint32_t> part_of_;
  std::vector<uint32_t> kept_place_;
  std::vector<uint32_t> fold_needs_;  // what its DT_NEEDED lead to, by original index
  std::unique_ptr<Scope> before_;
  std::unique_ptr<Scope> after_;
  std::vector<FoldSite> sites_;  // by place
  AscendingSearch site_search_;
  bool shared_object_ = false;
  bool tls_merged_ = false;
  std::shared_ptr<Choices> choices_;
};

// Code of the fold's own at `at`, as `read` understands it: executable, not writable, and nothing
// that the input has.
template <typename T>
std::optional<T> read_own_code(const Context& context, uint64_t at, uint64_t size,
                               std::optional<T> (*read)(std::span<const std::byte>, uint64_t)) {
  const Module& fold = *context.fold().module;
  const Segment* load = fold.load_at(ModuleAddress(at), size);
  if (load == nullptr || (load->flags & (PF_X | PF_W)) != PF_X || context.is_in_input(at, size))
    return std::nullopt;
  auto code = fold.bytes_at(ModuleAddress(at), size, "code");
  return code ? read(*code, at) : std::nullopt;
}

}  // namespace onefold::verify
