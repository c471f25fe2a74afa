// One relocation site of a part against what the fold has at the corresponding place.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "verify/context.h"

namespace onefold::verify {

class SiteComparison {
 public:
  SiteComparison(Context& context, Report& report)
      : context_(context), report_(report), fold_(*context.fold().module) {}

  // `to`: the place in the fold; `own_place`: it is not in a copy of the site, in the program's
  // data or the initial TLS block.
  void compare(const Part& part, const Site& site, uint64_t to, bool own_place);
  // When all sites have been compared: the order in which functions choose implementations.
  void check_order();

 private:
  void compare_static(const Part& part, const Site& site, uint64_t to);
  bool is_chosen(const Site& site, const Value& found);
  bool compare_ifunc_call(const Part& part, const Site& site, uint64_t word);
  void compare_relocated(const Part& part, const Site& site, FoldSite& found);
  void compare_reference(const Part& part, const Site& site, const FoldSite& found,
                         const Value& value);
  bool defines(uint32_t object, std::string_view version);
  bool compare_lazy_word(const Part& part, const Site& site, const FoldSite& found,
                         const Value& value);
  std::optional<uint64_t> fold_word(uint64_t at, uint64_t size) const;
  uint64_t file_word(const Part& part, const Site& site) const;  // the original's

  Context& context_;
  Report& report_;
  const Module& fold_;
  struct Resolver {
    uint32_t fold_ordinal;
    uint32_t original;
    uint32_t ordinal;
    bool plt;
  };
  std::vector<Resolver> resolvers_;
  std::unordered_map<uint32_t, std::vector<std::string_view>> versions_;  // defined, by object
};

}  // namespace onefold::verify
