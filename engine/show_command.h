// `onefold show`: what a loader would see, in words, as JSON, or as a page.
#pragma once

#include <string>

#include "answers.h"
#include "resolve/closure.h"

namespace CLI {
class App;
}

namespace onefold {

struct ShowOptions {
  std::string file;
  ResolveOptions resolve;
  bool json = false;
  bool check = false;
  bool against_host = false;
  std::string page;  // where to; empty: none is wanted
};

CLI::App* add_show(CLI::App& app, ShowOptions& options);

// Prints, or writes the page. kFailed: the file cannot be read, or the host has other builds.
ExitCode run_show(const ShowOptions& options);

}  // namespace onefold
