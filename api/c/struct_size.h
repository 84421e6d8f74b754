// SPDX-License-Identifier: Apache-2.0
// Structs of the C door may grow at their ends; `struct_size`, their first field, says how much of
// one there is.
//
//   caller's  [size|a|b]        the library's [size|a|b|c]   c is zero, or stays unwritten
//   caller's  [size|a|b|c|d]    the library's [size|a|b|c]   d must be zero, or is set to zero
#pragma once

#include <cstddef>
#include <string_view>
#include <type_traits>

#include "api/c/error.h"

namespace moccasin::c_door {

// `known` bytes of `to` from the struct at `from`. MOC_E_INVALID_ARG if its size is none,
// MOC_E_UNSUPPORTED if it has what is not known.
void read_struct(void* to, std::size_t known, const void* from, std::string_view argument);

// The other way round, but for the size.
void write_struct(void* to, const void* from, std::size_t known, std::string_view argument);

template <class Struct>
Struct taken_from(const Struct* from, std::string_view argument) {
  static_assert(std::is_trivially_copyable_v<Struct>);
  require(from, argument);
  Struct known = {};
  read_struct(&known, sizeof known, from, argument);
  return known;
}

template <class Struct>
void write_to(Struct* to, const Struct& from, std::string_view argument) {
  static_assert(std::is_trivially_copyable_v<Struct>);
  write_struct(to, &from, sizeof from, argument);
}

}  // namespace moccasin::c_door
