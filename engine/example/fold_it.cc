// fold_it PROGRAM OUT: folds with libonefold, and says what is inside.
#include <onefold/base/mapped_file.h>
#include <onefold/fold.h>

#include <iostream>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: fold_it PROGRAM OUT\n";
    return 2;
  }
  // An input that shrinks while it is read makes the fold fail, not the process.
  onefold::install_sigbus_handler();

  onefold::FoldOptions options;
  options.program = argv[1];
  options.output = argv[2];
  options.selection.keep = {"libc"};
  options.on_stage = [](const onefold::Stage& stage) { std::clog << stage.name << '\n'; };

  // Nothing throws and nothing exits: what is wrong with an input is a value.
  onefold::Result<onefold::FoldReport> report = onefold::fold(options);
  if (!report) {
    std::cerr << onefold::to_string(report.error()) << '\n';
    return 1;
  }
  for (const std::string& warning : report->warnings) std::cerr << "warning: " << warning << '\n';
  for (const onefold::FoldedPart& part : report->folded) std::cout << part.name << '\n';
}
