// `onefold fold`: one program, or several side by side.
#pragma once

#include <string>
#include <vector>

#include "answers.h"
#include "fold.h"

namespace CLI {
class App;
}

namespace onefold {

struct FoldFlags {
  std::vector<std::string> programs;
  FoldOptions fold;   // what holds for each
  unsigned jobs = 0;  // at a time; 0: as many as there are processors
  std::string map_file;
  std::string sbom_file;
  bool json = false;
};

CLI::App* add_fold(CLI::App& app, FoldFlags& flags);

// Prints. kFailed: one of the programs could not be folded; the others were.
ExitCode run_fold(const FoldFlags& flags);

}  // namespace onefold
