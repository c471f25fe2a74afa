// Every stage of a fold by itself, over the results of the stages before it, and whole folds.
//
// Each has counters: bytes, relocations and symbols of the closure a second, allocations of one
// run, and the most memory the process had in it. "copy" is the floor: the closure's bytes copied
// once.

#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "allocations.h"
#include "base/mapped_file.h"
#include "emit/output_file.h"
#include "fold.h"
#include "plan/init_order.h"
#include "plan/plan.h"
#include "read/relocations.h"
#include "resolve/bindings.h"
#include "resolve/linkable.h"
#include "resolve/scope.h"
#include "resolve/selection.h"
#include "rewrite/image.h"
#include "stack/stack.h"
#include "verify_files.h"

namespace onefold {
namespace {

// What a bench cannot go on without.
template <typename T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "onefold_bench: %s\n", to_string(result.error()).c_str());
  std::exit(1);
}

std::vector<Linkable> read_all(const Closure& closure) {
  std::vector<Linkable> linkables;
  linkables.reserve(closure.entries.size());
  for (const ClosureEntry& entry : closure.entries)
    linkables.push_back(must(read_linkable(entry.module)));
  return linkables;
}

// A program with the results of every stage, each made when it is first asked for.
class Program {
 public:
  explicit Program(std::string path) : path_(std::move(path)), output_(temporary()) {}
  ~Program() { std::filesystem::remove_all(output_.parent_path()); }

  const std::string& path() const { return path_; }
  std::string output() const { return output_; }
  // Libraries of a made-up closure lie beside the program.
  ResolveOptions resolve() const {
    return {.library_dirs = {std::filesystem::path(path_).parent_path()}};
  }

  const Closure& closure() {
    if (!closure_) closure_.emplace(must(resolve_closure(path_, resolve())));
    return *closure_;
  }
  const std::vector<Linkable>& linkables() {
    if (linkables_.empty()) linkables_ = read_all(closure());
    return linkables_;
  }
  const Scope& scope() {
    if (!scope_) scope_.emplace(linkables());
    return *scope_;
  }
  const Bindings& bindings() {
    if (!bindings_) {
      bindings_.emplace(scope());
      bindings_->settle_unique_symbols(dependency_order(closure()));
    }
    return *bindings_;
  }
  Plan make() { return must(make_plan({closure(), linkables(), bindings(), folded()})); }
  const Plan& plan() {
    if (!plan_) plan_.emplace(make());
    return *plan_;
  }
  const Image& image() {
    if (!image_) image_.emplace(must(make_image(plan())));
    return *image_;
  }
  // Its own fold, for what reads one.
  const std::string& fold_of() {
    if (fold_.empty()) {
      FoldOptions options = fold_options(false);
      options.output = (output_.parent_path() / "verified").string();
      must(fold(options));
      fold_ = options.output;
    }
    return fold_;
  }
  FoldOptions fold_options(bool verify) const {
    return {.program = path_,
            .output = output_,
            .resolve = resolve(),
            .selection = {.keep = {"libc"}},
            .verify = verify};
  }

  double bytes() {
    uint64_t sum = 0;
    for (const ClosureEntry& entry : closure().entries) sum += entry.module.file.size();
    return static_cast<double>(sum);
  }
  double symbols() {
    uint64_t sum = 0;
    for (const Linkable& linkable : linkables()) sum += linkable.symbols.size();
    return static_cast<double>(sum);
  }
  double relocations() {
    uint64_t sum = 0;
    for (const Linkable& linkable : linkables()) {
      sum += must(read_relocations(*linkable.module, linkable.symbols.size())).size();
    }
    return static_cast<double>(sum);
  }

 private:
  static std::filesystem::path temporary() {
    std::string folder = (std::filesystem::temp_directory_path() / "onefold-bench-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) std::abort();
    return std::filesystem::path(folder) / "out";
  }
  const std::vector<bool>& folded() {
    if (folded_.empty()) folded_ = must(select_folded(closure(), {.keep = {"libc"}}));
    return folded_;
  }

  std::string path_;
  std::filesystem::path output_;
  std::optional<Closure> closure_;
  std::vector<Linkable> linkables_;
  std::vector<bool> folded_;
  std::optional<Scope> scope_;
  std::optional<Bindings> bindings_;
  std::optional<Plan> plan_;
  std::optional<Image> image_;
  std::string fold_;
};

uint64_t peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) << 10;
  }
  return 0;
}

// proc(5), clear_refs: 5 sets the peak back to what is resident now.
void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

void write_image(const Program& program, const Image& image) {
  OutputFile output = must(OutputFile::create(program.output()));
  (void)image.visit([&](const Piece& piece) { return output.write(piece.offset, piece.bytes); });
  (void)output.resize(image.size());
  (void)output.commit(0755);
}

void set_stack(const std::string& file) {
  static uint64_t size = 1 << 20;
  must(edit_stack(file, {.memsz = size ^= 4096}));
}

using Run = std::function<void(Program&)>;
struct StageBench {
  const char* name;
  Run prepare;  // so that what it needs is there already
  Run run;
};

const StageBench kStages[] = {
    {"copy", [](Program& p) { p.closure(); },
     [](Program& p) {
       static std::vector<std::byte> target;
       for (const ClosureEntry& entry : p.closure().entries) {
         auto bytes = entry.module.file.all();
         target.resize(std::max(target.size(), bytes.size()));
         std::memcpy(target.data(), bytes.data(), bytes.size());
         benchmark::ClobberMemory();
       }
     }},
    {"closure", [](Program&) {},
     [](Program& p) { benchmark::DoNotOptimize(must(resolve_closure(p.path(), p.resolve()))); }},
    {"read", [](Program& p) { p.closure(); },
     [](Program& p) { benchmark::DoNotOptimize(read_all(p.closure())); }},
    {"lookup", [](Program& p) { p.linkables(); },
     [](Program& p) { benchmark::DoNotOptimize(Scope(p.linkables())); }},
    {"bindings", [](Program& p) { p.scope(); },
     [](Program& p) {
       Bindings bindings(p.scope());
       bindings.settle_unique_symbols(dependency_order(p.closure()));
       for (uint32_t module = 0; module < p.linkables().size(); ++module) {
         for (uint32_t i = 1; i < p.linkables()[module].symbols.size(); ++i) {
           if (!p.linkables()[module].symbols[i].is_defined())
             benchmark::DoNotOptimize(bindings.bind(module, i, LookupClass::kOther));
         }
       }
     }},
    {"plan", [](Program& p) { p.bindings(); },
     [](Program& p) { benchmark::DoNotOptimize(p.make()); }},
    {"rewrite", [](Program& p) { p.plan(); },
     [](Program& p) {
       (void)must(make_image(p.plan())).visit([](const Piece& piece) -> Result<void> {
         benchmark::DoNotOptimize(piece.bytes.data());
         return {};
       });
     }},
    {"emit", [](Program& p) { p.image(); }, [](Program& p) { write_image(p, p.image()); }},
    {"verify", [](Program& p) { p.fold_of(); },
     [](Program& p) { benchmark::DoNotOptimize(must(verify_fold(p.closure(), p.fold_of(), {}))); }},
    {"stack", [](Program& p) { p.fold_of(); }, [](Program& p) { set_stack(p.fold_of()); }},
    {"fold", [](Program&) {}, [](Program& p) { must(fold(p.fold_options(false))); }},
    {"fold-verified", [](Program&) {}, [](Program& p) { must(fold(p.fold_options(true))); }},
};

void run_stage(benchmark::State& state, const StageBench& stage,
               const std::shared_ptr<Program>& program) {
  stage.prepare(*program);
  const double bytes = program->bytes(), symbols = program->symbols(),
               relocations = program->relocations();
  forget_peak();
  const uint64_t allocations = allocations_so_far();
  stage.run(*program);
  state.counters["allocations"] = static_cast<double>(allocations_so_far() - allocations);
  state.counters["peak_rss"] = static_cast<double>(peak_memory());
  for (auto _ : state) stage.run(*program);
  const auto rate = [&](double count) {
    return benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate);
  };
  state.counters["bytes"] = rate(bytes);
  state.counters["symbols"] = rate(symbols);
  state.counters["relocations"] = rate(relocations);
}

}  // namespace

// The benches of one program, named STAGE/PROGRAM.
void register_stages(const std::string& path) {
  auto program = std::make_shared<Program>(path);
  const std::string name = std::filesystem::path(path).filename();
  for (const StageBench& stage : kStages) {
    benchmark::RegisterBenchmark(
        (std::string(stage.name) + "/" + name).c_str(),
        [&stage, program](benchmark::State& state) { run_stage(state, stage, program); })
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace onefold
