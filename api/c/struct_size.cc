// SPDX-License-Identifier: Apache-2.0
#include "api/c/struct_size.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace moccasin::c_door {
namespace {

// Beyond this nobody has set it.
constexpr std::size_t kMostBytes = 4096;

std::size_t size_of(const void* from, std::size_t first, std::string_view argument) {
  std::size_t size = 0;
  std::memcpy(&size, from, sizeof size);
  // That of a pointer is too small, and half a field is none.
  if (size >= first && size <= kMostBytes && size % alignof(std::size_t) == 0) return size;
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), size).ptr;
  fail(MOC_E_INVALID_ARG, {argument, ": struct_size is ",
                           std::string_view(digits, static_cast<std::size_t>(end - digits)),
                           "; set it to the sizeof of the struct"});
}

}  // namespace

void read_struct(void* to, Sizes sizes, const void* from, std::string_view argument) {
  const std::size_t size = size_of(from, sizes.first, argument), known = sizes.known;
  const auto* const bytes = static_cast<const unsigned char*>(from);
  if (size > known && std::any_of(bytes + known, bytes + size, [](auto b) { return b != 0; })) {
    fail(MOC_E_UNSUPPORTED,
         {argument, " has a field that this library does not know; leave it zero"});
  }
  std::memcpy(to, from, std::min(size, known));
}

void write_struct(void* to, const void* from, Sizes sizes, std::string_view argument) {
  require(to, argument);
  const std::size_t size = size_of(to, sizes.first, argument), known = sizes.known;
  constexpr std::size_t kHead = sizeof(std::size_t);
  auto* const bytes = static_cast<unsigned char*>(to);
  std::memcpy(bytes + kHead, static_cast<const unsigned char*>(from) + kHead,
              std::min(size, known) - kHead);
  if (size > known) std::memset(bytes + known, 0, size - known);
}

}  // namespace moccasin::c_door
