// SPDX-License-Identifier: Apache-2.0
// Tables of where the members of structs lie: what callers of an older 0.2.x were compiled with.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace moccasin::test {

// A size or a place, in bytes.
struct LayoutRow {
  std::string_view what;
  std::size_t found, promised;
};

inline void expect_layout(std::initializer_list<LayoutRow> rows) {
  for (const auto& [what, found, promised] : rows) EXPECT_EQ(found, promised) << what;
}

}  // namespace moccasin::test

#define MOCCASIN_SIZE(type, size) \
  { #type, sizeof(type), size }
#define MOCCASIN_PLACE(type, member, place) \
  { #type "." #member, offsetof(type, member), place }
