// onefold_bench [--benchmark_...] [PROGRAM...]: the stages of a fold of each program (Debian's
// nvim).

#include <benchmark/benchmark.h>

#include <string>

namespace onefold {
void register_stages(const std::string& path);
}  // namespace onefold

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  for (int i = 1; i < argc; ++i) onefold::register_stages(argv[i]);
  if (argc == 1) onefold::register_stages("/usr/bin/nvim");
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
