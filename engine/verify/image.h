// The memory of the fold against that of the folded modules, byte by byte and site by site.
#pragma once

#include <utility>
#include <vector>

#include "verify/context.h"
#include "verify/dead_ranges.h"
#include "verify/site_comparison.h"

namespace onefold::verify {

// Checks the claim itself: its segments are the modules' PT_LOADs, lie where the fold has a PT_LOAD
// of the same permissions, and are disjoint.
void compare_map(Context& context, Report& report);

// Bytes outside relocation sites, and what each site receives; objects that COPY relocations
// brought into the program; the initial TLS block; the embedded loader but for what is known to be
// otherwise.
class ImageComparison {
 public:
  // `in_loader`: what is otherwise there, ascending. `context` outlives it. Errors: a table that
  // cannot be read, copies of more bytes than the files have.
  static Result<ImageComparison> of(Context& context, std::vector<DeadRange> in_loader);

  // Parts, the loader, and stretches of theirs that are long.
  size_t pieces() const { return left_out_.size() + stretches_.size(); }
  // At their own place. On any thread, beside all else that verify compares.
  void compare_bytes(size_t piece, Report& report) const;
  // And the bytes of what is not at its own place.
  void compare_sites(Report& report);

 private:
  // Memory of a part, and where the fold has it.
  struct Range {
    const Part& part;
    ModuleAddress from;
    uint64_t size = 0;
    uint64_t to = 0;
  };
  struct CopiedRange {
    uint64_t to = 0;  // in the fold
    const Part* part = nullptr;
    ModuleAddress from;
    uint64_t size = 0;
  };

  explicit ImageComparison(Context& context) : context_(context) {}

  Result<void> find_copies();
  uint64_t cost_of(const CopiedRange& copy, uint64_t most) const;
  uint64_t most_of_copies() const;
  std::vector<DeadRange> left_out_of(const Part& part) const;
  void find_stretches(size_t piece);
  bool is_stretch(size_t piece, ModuleAddress from, uint64_t size) const;
  template <typename Visit>
  void visit_ranges(size_t piece, const Visit& visit) const;
  void compare_template(const Part& part, const std::vector<Site>& sites,
                        SiteComparison& comparison, Report& report) const;
  void compare_elsewhere(const Range& range, const std::vector<Site>& sites,
                         SiteComparison& comparison, Report& report) const;
  void compare_between(const Range& range, const std::vector<Site>& sites, Report& report) const;
  void compare_memory(const Part& part, ModuleAddress from, uint64_t size, uint64_t to,
                      Report& report) const;

  const Part& part_of(size_t piece) const {
    return piece < sites_.size() ? std::as_const(context_).parts()[piece] : *context_.loader();
  }
  const std::vector<Site>& sites_in(size_t piece) const;
  const std::vector<Site>& sites_of_part(const Part& part) const {
    return sites_[static_cast<size_t>(&part - context_.parts().data())];
  }

  Context& context_;
  std::vector<std::vector<Site>> sites_;          // by part
  std::vector<CopiedRange> copies_;               // ascending by `to`
  std::vector<std::vector<DeadRange>> left_out_;  // by part, and the loader's; ascending
  std::vector<Range> stretches_;
};

}  // namespace onefold::verify
