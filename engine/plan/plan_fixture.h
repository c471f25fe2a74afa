// For tests of plan and rewrite: a fold's inputs built in memory, in scope order, and its plan.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plan/plan.h"
#include "resolve/bindings.h"
#include "resolve/closure.h"
#include "resolve/scope.h"
#include "testing/elf_builder.h"
#include "testing/formats.h"

namespace onefold::testing {

using Builder = ElfBuilder<Elf64Le>;

class FoldTest : public ::testing::Test {
 protected:
  static constexpr size_t kProgram = 0;

  // An x86-64 program and library. The program lies at Builder's fixed addresses, as an ET_EXEC.
  static Builder program() {
    return Builder().type(ET_EXEC).interp("/lib64/ld-linux-x86-64.so.2").entry(0x410000);
  }
  static Builder library() { return Builder().base(0); }

  // Adds a module behind the others in scope order; it is folded unless `kept`. `needs` are scope
  // indices.
  size_t add(const Builder& builder, std::vector<size_t> needs = {}, bool kept = false) {
    return add_image(builder.build(), std::move(needs), kept);
  }
  size_t add_image(ElfImage<Elf64Le> image, std::vector<size_t> needs = {}, bool kept = false) {
    images_.push_back(std::move(image));
    const size_t index = closure_.entries.size();
    auto module = read_module(images_.back().view());
    if (!module) throw std::runtime_error(to_string(module.error()));
    if (index == 0) {
      auto interpreter = module->interpreter();
      if (interpreter && *interpreter) closure_.loader_path = **interpreter;
    }
    const std::string name = index == 0 ? "program" : "lib" + std::to_string(index) + ".so";
    closure_.entries.push_back({.name = name, .path = "/" + name, .module = *module});
    closure_.entries.back().needs = std::move(needs);
    folded_.push_back(!kept);
    return index;
  }

  // Reads what binding needs of all modules: call it when they are complete.
  Bindings& bind() {
    for (const ClosureEntry& entry : closure_.entries) {
      auto linkable = read_linkable(entry.module);
      if (!linkable) throw std::runtime_error(to_string(linkable.error()));
      linkables_.push_back(std::move(*linkable));
    }
    scope_ = std::make_unique<Scope>(linkables_, closure_.loader_kind);
    bindings_ = std::make_unique<Bindings>(*scope_);
    return *bindings_;
  }
  Result<Plan> plan(std::optional<uint64_t> stack_size = std::nullopt) {
    bind();
    return make_plan({closure_, linkables_, *bindings_, folded_, false, false, stack_size});
  }

  // The parts as the planner lists them, all folded modules in scope order.
  Parts parts() {
    if (bindings_ == nullptr) bind();
    onefold::Parts parts;
    for (size_t i = 0; i < linkables_.size(); ++i) {
      parts.of_module.push_back(folded_[i] ? static_cast<uint32_t>(parts.list.size())
                                           : Parts::kKept);
      if (!folded_[i]) continue;
      onefold::Part part;
      part.scope_index = static_cast<uint32_t>(i);
      part.linkable = &linkables_[i];
      part.module = linkables_[i].module;
      parts.list.push_back(part);
    }
    return parts;
  }
  uint32_t symbol(size_t module, std::string_view name) const {
    return images_[module].symbol_index(name);
  }
  static const Machine& machine() {
    return *find_machine(EM_X86_64, {Class::k64, std::endian::little}, 0);
  }

  std::deque<ElfImage<Elf64Le>> images_;
  Closure closure_;
  std::vector<bool> folded_;
  std::vector<Linkable> linkables_;
  std::unique_ptr<Scope> scope_;
  std::unique_ptr<Bindings> bindings_;
};

}  // namespace onefold::testing
