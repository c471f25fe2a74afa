// How long it takes to read a program: all of it, and only what every command looks at first.

#include <benchmark/benchmark.h>

#include <cstdint>

#include "base/mapped_file.h"
#include "read/module.h"
#include "read/relocations.h"
#include "read/symbols.h"

namespace onefold {
namespace {

// A large C program with 13 libraries, of Debian's neovim.
constexpr const char* kProgram = "/usr/bin/nvim";

void read_headers(benchmark::State& state) {
  auto file = MappedFile::open(kProgram);
  if (!file) return state.SkipWithError(to_string(file.error()).c_str());
  for (auto _ : state) {
    auto module = read_module(file->view());
    if (!module) return state.SkipWithError(to_string(module.error()).c_str());
    benchmark::DoNotOptimize(module->segments.data());
  }
}
BENCHMARK(read_headers);

Result<uint64_t> read_everything(const FileView& file) {
  ONEFOLD_TRY(auto module, read_module(file));
  ONEFOLD_TRY(auto tables, read_relocation_tables(module));
  ONEFOLD_TRY(auto symbols, count_symbols(module, tables));
  ONEFOLD_TRY(auto names, read_symbols(module, symbols.count));
  ONEFOLD_TRY(auto relocations, read_relocations(module, symbols.count));
  return names.size() + relocations.size();
}

void read_symbols_and_relocations(benchmark::State& state) {
  auto file = MappedFile::open(kProgram);
  if (!file) return state.SkipWithError(to_string(file.error()).c_str());
  uint64_t records = 0;
  for (auto _ : state) {
    auto read = read_everything(file->view());
    if (!read) return state.SkipWithError(to_string(read.error()).c_str());
    records += *read;
  }
  state.counters["records"] =
      benchmark::Counter(static_cast<double>(records), benchmark::Counter::kIsRate);
}
BENCHMARK(read_symbols_and_relocations);

}  // namespace
}  // namespace onefold
