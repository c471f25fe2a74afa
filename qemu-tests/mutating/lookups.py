"""Which definition a reference finds, and which modules are searched."""

from mutating.mutation import Mutation

MUTATIONS = [
    Mutation(
        "resolve/scope.cc",
        "for (size_t m = modules_.size(); m-- > 0;) {",
        "for (size_t m = 0; m < modules_.size(); ++m) {",
        "the last module of the scope wins",
        "binding-scope-order",
    ),
    Mutation(
        "resolve/scope.cc",
        "if (only_own && found.module != reference.module) continue;",
        "",
        "DF_SYMBOLIC looks into other modules",
        "binding-symbolic",
    ),
    Mutation(
        "resolve/bindings.cc",
        "found->module != module && is_its_own(module, symbol, lookup_class, through_got)) {",
        "found->module == module && is_its_own(module, symbol, lookup_class, through_got)) {",
        "a protected symbol is interposed",
        "binding-visibility",
    ),
    Mutation(
        "resolve/bindings.cc",
        "return defined && unique_.in_place_of(*defined).module != module;",
        "return false;",
        "a library does not keep its protected object when the program has a copy",
        "copy-protected",
    ),
    Mutation(
        "resolve/bindings.cc",
        "(linkable.module->flags() & DF_SYMBOLIC) != 0 ||",
        "",
        "DF_SYMBOLIC is passed over",
        "binding-symbolic",
    ),
    Mutation(
        "resolve/bindings.cc",
        "if (found && lookup_class != LookupClass::kCopy) found = unique_.in_place_of(*found);",
        "",
        "a unique symbol is two",
        "cxx-unique-versions",
    ),
    Mutation(
        "resolve/definition.cc",
        "if (index < 3) return Match::kYes;",
        "if (index < 2) return Match::kYes;",
        "an unversioned reference takes the default version instead of the oldest",
        "versions-two-of-a-name plugin-unversioned-reference kept-other-version",
    ),
    Mutation(
        "resolve/definition.cc",
        "return has == nullptr && !hidden ? Match::kYes : Match::kNo;",
        "return Match::kNo;",
        "a definition without a version satisfies no versioned reference",
        "versions-absent-from-definition",
    ),
    Mutation(
        "resolve/definition.cc",
        "if (has != nullptr && has->hash == wanted->hash && has->name == wanted->name)",
        "if (has != nullptr)",
        "any version is the one asked for",
        "versions-two-of-a-name",
    ),
    Mutation(
        "resolve/unique_symbols.cc",
        "if (symbolic || (!is_new && known->second != name)) ambiguous.insert(symbol.name);",
        "if (symbolic) ambiguous.insert(symbol.name);",
        "a unique symbol under two versions is two",
        "cxx-unique-versions",
    ),
    Mutation(
        "resolve/closure.cc",
        "if (late != order_.end() && late != at) order_.splice(at, order_, late);",
        "",
        "a filtee that is listed already stays behind its filter",
        "filter-listed",
    ),
    Mutation(
        "resolve/closure.cc",
        "order_.insert(at, {index});",
        "order_.insert(std::next(at), {index});",
        "a filtee comes behind its filter",
        "filter",
    ),
    Mutation(
        "plan/kept_definitions.cc",
        "return name != nullptr && name->by_default < own.module;",
        "return name != nullptr && name->by_default > own.module;",
        "exports give way to kept libraries behind them, not before them",
        "interpose-after-kept",
    ),
    Mutation(
        "plan/lazy_plt.cc",
        "if (symbol.section == SHN_ABS || (!exported && symbol.type == STT_GNU_IFUNC)) return false;",
        "if (symbol.section == SHN_ABS) return false;",
        "a lazy call of a hidden IFUNC goes to its resolver",
        "ifunc",
    ),
]
