// SPDX-License-Identifier: Apache-2.0
// How much a test is to do: a number, unless the environment says another.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace moccasin::test {

inline std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace moccasin::test
