// Would ld.so map this file as a library?
#pragma once

#include "read/header.h"

namespace onefold {

// What the loader that looks is built for.
struct LoaderAbi {
  Format format;
  uint16_t machine = 0;  // EM_*
  uint32_t flags = 0;    // e_flags of the loader's file, or of the program if there is none
};

enum class Acceptance : uint8_t { kAccepted, kPassedOver };

// glibc elf/dl-load.c, open_verify: a file of another class or machine is passed over; anything
// else that is wrong, another byte order too, is an error that ends the search.
Result<Acceptance> check_library_header(const FileView& file, const LoaderAbi& loader);

}  // namespace onefold
