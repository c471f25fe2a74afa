// Bytes as people and notes spell them.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace onefold {

// Two lower-case digits a byte: "00ff".
std::string hex(std::span<const std::byte> bytes);

}  // namespace onefold
