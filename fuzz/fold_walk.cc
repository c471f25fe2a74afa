// Random walks over sets of files that can be folded, without an engine, instrumentation or
// sanitizers: where a mutation is folded too, the next one changes what came out of it. What does
// not hold (fold_properties.h) ends the process that walks, and the one that watches keeps the
// input.
//
//   fold_walk OUT SECONDS SEED FOLDER...     the same walks for the same seed and inputs

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fold_properties.h"
#include "mutator/elf_mutator.h"

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::byte>;
using Random = std::mt19937_64;

constexpr size_t kMostBytes = 0x10000;
constexpr unsigned kSteps = 60;
constexpr unsigned kTries = 50;  // for a beginning that is folded
constexpr unsigned kMostSeconds = 10;

// What the process that watches sees of the one that walks.
struct Shared {
  uint64_t walk;
  uint64_t runs;
  uint64_t folds;
  size_t size;
  std::byte input[kMostBytes];
};

bool run(const Bytes& input, Shared& shared) {
  std::ranges::copy(input, shared.input);
  shared.size = input.size();
  ++shared.runs;
  alarm(kMostSeconds);
  const bool folded = onefold::fuzz::check_fold_of(onefold::fuzz::parse_file_set(input));
  shared.folds += folded ? 1 : 0;
  return folded;
}

Bytes changed(const Bytes& from, const std::vector<Bytes>& pool, Random& random) {
  using namespace onefold::fuzz;
  const auto flip = [&](uint8_t* data, size_t size, size_t) {
    if (size != 0) data[random() % size] ^= static_cast<uint8_t>(1U << random() % 8);
    return size;
  };
  Bytes made = from;
  if (random() % 6 == 0) {
    const Bytes& other = pool[random() % pool.size()];
    made = cross_over(made, other, kMostBytes, random());
  }
  for (uint64_t times = 1 + random() % 3; times > 0; --times)
    made = mutate(made, kMostBytes, random(), flip);
  return made;
}

void walk(const std::vector<Bytes>& pool, uint64_t seed, Shared& shared) {
  Random random(seed);
  Bytes at;
  unsigned tries = 0;
  do {
    if (++tries > kTries) return;
    at = pool[random() % pool.size()];
  } while (!run(at, shared));
  for (unsigned step = 0; step < kSteps; ++step) {
    Bytes next = changed(at, pool, random);
    if (run(next, shared)) at = std::move(next);
  }
}

std::vector<Bytes> inputs_in(std::span<char*> folders) {
  std::vector<fs::path> paths;
  for (const char* folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && entry.file_size() <= kMostBytes) paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  std::vector<Bytes> inputs;
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    const std::vector<char> text((std::istreambuf_iterator<char>(in)),
                                 std::istreambuf_iterator<char>());
    const auto bytes = std::as_bytes(std::span(text));
    inputs.emplace_back(bytes.begin(), bytes.end());
  }
  return inputs;
}

// True when nothing was found.
bool walk_apart(const std::vector<Bytes>& pool, uint64_t seed,
                std::chrono::steady_clock::time_point end, Shared& shared) {
  const pid_t child = fork();
  if (child == 0) {
    // What is found is said when it is run again.
    if (const int null = open("/dev/null", O_WRONLY | O_CLOEXEC); null >= 0) dup2(null, 2);
    for (; std::chrono::steady_clock::now() < end; ++shared.walk)
      walk(pool, seed + shared.walk, shared);
    _exit(0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) {
    std::perror("fold_walk");
    std::exit(2);
  }
  return status == 0;
}

uint64_t number(std::string_view text) {
  uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fputs("usage: fold_walk OUT SECONDS SEED FOLDER...\n", stderr);
    return 2;
  }
  const std::span<char*> folders(argv + 4, static_cast<size_t>(argc - 4));
  for (const char* folder : folders) {
    if (fs::is_directory(folder)) continue;
    std::fprintf(stderr, "fold_walk: %s: expected a folder\n", folder);
    return 2;
  }
  const fs::path out = argv[1];
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(number(argv[2]));
  const auto pool = inputs_in(folders);
  void* memory =
      mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (pool.empty() || memory == MAP_FAILED) {
    std::fputs("fold_walk: no inputs, or no memory\n", stderr);
    return 2;
  }
  fs::create_directories(out);
  auto& shared = *static_cast<Shared*>(memory);
  unsigned found = 0;
  while (!walk_apart(pool, number(argv[3]), end, shared)) {
    const fs::path name =
        out / (std::string("walk-") + argv[3] + "-" + std::to_string(shared.walk));
    std::ofstream(name, std::ios::binary)
        .write(reinterpret_cast<const char*>(shared.input),
               static_cast<std::streamsize>(shared.size));
    std::puts(name.c_str());
    ++found;
    ++shared.walk;
  }
  std::printf("%ju walks, %ju inputs, %ju folded, %u found\n", uintmax_t{shared.walk},
              uintmax_t{shared.runs}, uintmax_t{shared.folds}, found);
  return found == 0 && shared.folds > 0 ? 0 : 1;
}
