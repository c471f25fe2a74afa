// The mutator as AFL++ wants it (include/afl-fuzz.h, custom mutators): a shared library for
// AFL_CUSTOM_MUTATOR_LIBRARY.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

void* afl_custom_init(void* afl, unsigned int seed);
void afl_custom_deinit(void* state);

// Sets `out` to what was made, at most `most` bytes that stay there until the next call; `other`
// may be null. With null in `out` AFL++ ends; bytes of size 0 it goes past.
size_t afl_custom_fuzz(void* state, uint8_t* data, size_t size, uint8_t** out, uint8_t* other,
                       size_t other_size, size_t most);
}
