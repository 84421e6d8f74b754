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
#include "moccasin/arena.h"
#include "moccasin/moccasin.h"

namespace moccasin::c_door {

// How much of a struct the first header had, to the end of its last field then: no header has less.
template <class Struct>
inline constexpr std::size_t kFirstSize = 0;
#define MOC_FIRST_SIZE(type, last) \
  template <>                      \
  inline constexpr std::size_t kFirstSize<type> = offsetof(type, last) + sizeof(type::last)
MOC_FIRST_SIZE(moc_issue, num_ops);
MOC_FIRST_SIZE(moc_op, reserved);
MOC_FIRST_SIZE(moc_facts_info, num_floor_held);
MOC_FIRST_SIZE(moc_callbacks, on_solution);
MOC_FIRST_SIZE(moc_result_info, reserved);
MOC_FIRST_SIZE(moc_evaluation_info, num_steps);
MOC_FIRST_SIZE(moc_buffer, size);
MOC_FIRST_SIZE(moc_place_options, seed);
MOC_FIRST_SIZE(moc_placement_info, num_issues);
MOC_FIRST_SIZE(moc_arena_buffer, reserved);
#undef MOC_FIRST_SIZE

struct Sizes {
  std::size_t first, known;
};

// What is known of the struct at `from` into `to`. MOC_E_INVALID_ARG if no header has such a size,
// MOC_E_UNSUPPORTED if it has what is not known.
void read_struct(void* to, Sizes sizes, const void* from, std::string_view argument);

// The other way round, but for the size.
void write_struct(void* to, const void* from, Sizes sizes, std::string_view argument);

template <class Struct>
Struct taken_from(const Struct* from, std::string_view argument) {
  static_assert(std::is_trivially_copyable_v<Struct> && kFirstSize<Struct> > 0);
  require(from, argument);
  Struct known = {};
  read_struct(&known, {kFirstSize<Struct>, sizeof known}, from, argument);
  return known;
}

template <class Struct>
void write_to(Struct* to, const Struct& from, std::string_view argument) {
  static_assert(std::is_trivially_copyable_v<Struct> && kFirstSize<Struct> > 0);
  write_struct(to, &from, {kFirstSize<Struct>, sizeof from}, argument);
}

}  // namespace moccasin::c_door
