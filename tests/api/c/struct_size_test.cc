// SPDX-License-Identifier: Apache-2.0
#include "api/c/struct_size.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace moccasin::c_door {
namespace testing {

// The library's struct, what an older header had of it, and what a newer one will.
struct Known {
  std::size_t struct_size;
  std::int64_t a, b;
  friend bool operator==(const Known&, const Known&) = default;
};
struct Older {
  std::size_t struct_size;
  std::int64_t a;
};
struct Newer {
  std::size_t struct_size;
  std::int64_t a, b, c;
};

}  // namespace testing

template <>
inline constexpr std::size_t kFirstSize<testing::Known> = sizeof(testing::Older);

namespace {

using testing::Known;
using testing::Newer;
using testing::Older;

template <class Theirs>
moc_rc read(const Theirs& theirs, Known& known) {
  return guarded([&] { known = taken_from(reinterpret_cast<const Known*>(&theirs), "thing"); });
}

template <class Theirs>
moc_rc write(Theirs& theirs, const Known& known) {
  return guarded([&] { write_to(reinterpret_cast<Known*>(&theirs), known, "thing"); });
}

TEST(StructSizeTest, WhatIsReadOfStructsOfEverySize) {
  Known known = {};
  EXPECT_EQ(read(Known{sizeof(Known), 1, 2}, known), MOC_OK);
  EXPECT_EQ(known, (Known{sizeof(Known), 1, 2}));
  EXPECT_EQ(read(Older{sizeof(Older), 1}, known), MOC_OK);
  EXPECT_EQ(known, (Known{sizeof(Older), 1, 0})) << "what is lacking is zero";
  EXPECT_EQ(read(Newer{sizeof(Newer), 3, 4, 0}, known), MOC_OK);
  EXPECT_EQ(known, (Known{sizeof(Newer), 3, 4}));
  EXPECT_EQ(read(Newer{sizeof(Newer), 5, 6, std::int64_t{1} << 56}, known), MOC_E_UNSUPPORTED);
  EXPECT_STREQ(moc_last_error(),
               "thing has a field that this library does not know; leave it zero");
  EXPECT_EQ(known, (Known{sizeof(Newer), 3, 4})) << "left as it was";
}

TEST(StructSizeTest, WhatIsWrittenToStructsOfEverySize) {
  const Known known = {0, 1, 2};
  Known same = {sizeof(Known), 8, 8};
  EXPECT_EQ(write(same, known), MOC_OK);
  EXPECT_EQ(same, (Known{sizeof(Known), 1, 2}));
  Known older = {sizeof(Older), 8, 8};
  EXPECT_EQ(write(older, known), MOC_OK);
  EXPECT_EQ(older, (Known{sizeof(Older), 1, 8})) << "nothing beyond its end";
  Newer newer = {sizeof(Newer), 8, 8, 8};
  EXPECT_EQ(write(newer, known), MOC_OK);
  EXPECT_EQ(newer.struct_size, sizeof(Newer));
  EXPECT_EQ(newer.a, 1);
  EXPECT_EQ(newer.b, 2);
  EXPECT_EQ(newer.c, 0) << "what is not known is zero";
}

TEST(StructSizeTest, SizesThatAreNone) {
  const auto text = [](const std::string& size) {
    return "thing: struct_size is " + size + "; set it to the sizeof of the struct";
  };
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{7}, sizeof(Older) - 8, sizeof(Known) - 4, std::size_t{4097},
        std::size_t{4104}, SIZE_MAX}) {
    Known known = {};
    EXPECT_EQ(read(Known{size, 1, 2}, known), MOC_E_INVALID_ARG);
    EXPECT_EQ(moc_last_error(), text(std::to_string(size)));
    EXPECT_EQ(known, Known{});
    Known theirs = {size, 1, 2};
    EXPECT_EQ(write(theirs, known), MOC_E_INVALID_ARG);
    EXPECT_EQ(theirs, (Known{size, 1, 2}));
  }
  Known known = {};
  EXPECT_EQ(guarded([&] { known = taken_from<Known>(nullptr, "thing"); }), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "thing is null");
  EXPECT_EQ(guarded([&] { write_to<Known>(nullptr, known, "thing"); }), MOC_E_INVALID_ARG);
  EXPECT_STREQ(moc_last_error(), "thing is null");
}

// What a program gets that says `p->struct_size = sizeof p`.
TEST(StructSizeTest, TheSizeOfAPointerIsNoStruct) {
  const auto expect_wrong = [](auto empty) {
    empty.struct_size = sizeof(void*);
    const auto before = empty.struct_size;
    EXPECT_EQ(guarded([&] { (void)taken_from(&empty, "thing"); }), MOC_E_INVALID_ARG);
    EXPECT_EQ(guarded([&] { write_to(&empty, empty, "thing"); }), MOC_E_INVALID_ARG);
    EXPECT_EQ(empty.struct_size, before);
    empty.struct_size = sizeof empty;
    EXPECT_EQ(guarded([&] { (void)taken_from(&empty, "thing"); }), MOC_OK);
  };
  expect_wrong(moc_issue{});
  expect_wrong(moc_op{});
  expect_wrong(moc_facts_info{});
  expect_wrong(moc_callbacks{});
  expect_wrong(moc_result_info{});
  expect_wrong(moc_evaluation_info{});
  expect_wrong(moc_buffer{});
  expect_wrong(moc_place_options{});
  expect_wrong(moc_placement_info{});
  expect_wrong(moc_arena_buffer{});
}

}  // namespace
}  // namespace moccasin::c_door
