// Which loader a program or shared object is started or opened by.
#pragma once

#include <optional>
#include <string>

#include "resolve/closure.h"

namespace onefold {

struct LoaderChoice {
  LoaderKind kind = LoaderKind::kGlibc;
  std::string path;          // empty: the machine's usual one is not known
  bool from_interp = false;  // or the usual one of a library without PT_INTERP
};

// nullopt: the kernel starts it alone, or there is nothing to load. `instead`, unless it is empty,
// stands for what PT_INTERP names.
Result<std::optional<LoaderChoice>> choose_loader(const Module& module, const std::string& instead);

}  // namespace onefold
