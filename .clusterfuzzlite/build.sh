#!/bin/bash -eu
# Builds the fuzz targets as OSS-Fuzz and ClusterFuzzLite want them: compiler and engine come from the environment (CC, CXX,
# CXXFLAGS, LIB_FUZZING_ENGINE), the source lies in $SRC/onefold, and what is run goes to $OUT: each target with its seeds, its
# dictionary and its limits. fuzz/oss-fuzz/try_build does the same without a container.

source=$SRC/onefold
build=${WORK:-$SRC}/onefold-build

# fmt compiled from its headers, since the shared one is made with another C++ library; libelf is not where the targets run.
cmake -S "$source" -B "$build" -G Ninja \
  -DCMAKE_BUILD_TYPE= -DONEFOLD_STATIC_RUNTIME=ON -DONEFOLD_TESTS=OFF -DONEFOLD_BENCH=OFF -DONEFOLD_FUZZ_LIBELF=OFF \
  "-DONEFOLD_FUZZ_ENGINE=$LIB_FUZZING_ENGINE"
cmake --build "$build" --target fuzzers

mkdir -p "$OUT"
for target in "$build"/fuzz/*_fuzzer; do
  name=$(basename "$target" _fuzzer)
  cp "$target" "$OUT/"
  if [[ $name != linked ]]; then cp "$source/fuzz/elf.dict" "$OUT/${name}_fuzzer.dict"; fi # its bytes are choices
  printf '[libfuzzer]\nmax_len = 65536\ntimeout = 30\nrss_limit_mb = 1024\n' >"$OUT/${name}_fuzzer.options"
  case $name in
    read | stack) folders=(good bad) ;;
    linked) folders=() ;;
    *) folders=(seeds good) ;;
  esac
  rm -f "$OUT/${name}_fuzzer_seed_corpus.zip"
  for folder in ${folders[@]+"${folders[@]}"} "kept/$name" "found/$name"; do
    [[ -d $source/corpus/$folder ]] || continue
    (cd "$source/corpus" && zip -q -r "$OUT/${name}_fuzzer_seed_corpus.zip" "$folder" -x '*.expected' '*.md')
  done
done
if [[ -f $build/fuzz/libelf_mutator.so ]]; then cp "$build/fuzz/libelf_mutator.so" "$OUT/"; fi # AFL_CUSTOM_MUTATOR_LIBRARY
