// SPDX-License-Identifier: Apache-2.0
#include "api/c/error.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>

#include "moccasin/moccasin.hpp"

namespace moccasin::c_door {
namespace {

TEST(ErrorTest, EveryExceptionIsACodeAndAText) {
  EXPECT_EQ(guarded([] { fail(MOC_E_BUSY, {"graph", ": ", "in use"}); }), MOC_E_BUSY);
  EXPECT_STREQ(moc_last_error(), "graph: in use");
  EXPECT_EQ(guarded([] {}), MOC_OK);
  EXPECT_STREQ(moc_last_error(), "graph: in use") << "what succeeds leaves it";
  EXPECT_EQ(guarded([] { throw std::bad_alloc(); }), MOC_E_NOMEM);
  EXPECT_STREQ(moc_last_error(), "out of memory");
  EXPECT_EQ(guarded([] { throw std::runtime_error("secret"); }), MOC_E_INTERNAL);
  EXPECT_STREQ(moc_last_error(), "internal error");
  EXPECT_EQ(guarded([] { throw std::length_error("secret"); }), MOC_E_NOMEM);
  EXPECT_STREQ(moc_last_error(), "out of memory");
  EXPECT_EQ(guarded([] { throw 1; }), MOC_E_INTERNAL);
}

TEST(ErrorTest, LongTextsAreCutBetweenCharacters) {
  set_last_error({std::string(1023, 'x')});
  EXPECT_EQ(moc_last_error(), std::string(1023, 'x'));
  set_last_error({std::string(1024, 'x')});
  EXPECT_EQ(moc_last_error(), std::string(1020, 'x') + "...");
  set_last_error({std::string(1019, 'x'), "\u00e9\u00e9\u00e9"});
  EXPECT_EQ(moc_last_error(), std::string(1019, 'x') + "...");
  set_last_error({std::string(1018, 'x'), "\u00e9\u00e9\u00e9"});
  EXPECT_EQ(moc_last_error(), std::string(1018, 'x') + "\u00e9...");
  set_last_error({"a", std::string(2000, 'x'), "b"});
  EXPECT_EQ(moc_last_error(), "a" + std::string(1019, 'x') + "...") << "nothing after the cut";
  set_last_error({});
  EXPECT_STREQ(moc_last_error(), "");
}

TEST(ErrorTest, EveryThreadHasItsOwn) {
  set_last_error({"here"});
  std::thread([] {
    EXPECT_STREQ(moc_last_error(), "");
    set_last_error({"there"});
  }).join();
  EXPECT_STREQ(moc_last_error(), "here");
}

TEST(ErrorTest, NamesOfCodesAndVersions) {
  EXPECT_STREQ(moc_rc_string(MOC_OK), "MOC_OK");
  EXPECT_STREQ(moc_rc_string(MOC_E_INVALID_ARG), "MOC_E_INVALID_ARG");
  EXPECT_STREQ(moc_rc_string(MOC_E_INVALID_GRAPH), "MOC_E_INVALID_GRAPH");
  EXPECT_STREQ(moc_rc_string(MOC_E_NOMEM), "MOC_E_NOMEM");
  EXPECT_STREQ(moc_rc_string(MOC_E_IO), "MOC_E_IO");
  EXPECT_STREQ(moc_rc_string(MOC_E_UNSUPPORTED), "MOC_E_UNSUPPORTED");
  EXPECT_STREQ(moc_rc_string(MOC_E_INVALID_OPTION), "MOC_E_INVALID_OPTION");
  EXPECT_STREQ(moc_rc_string(MOC_E_BUSY), "MOC_E_BUSY");
  EXPECT_STREQ(moc_rc_string(MOC_E_INVALID_SCHEDULE), "MOC_E_INVALID_SCHEDULE");
  EXPECT_STREQ(moc_rc_string(MOC_E_INVALID_PLACEMENT), "MOC_E_INVALID_PLACEMENT");
  EXPECT_STREQ(moc_rc_string(MOC_E_INTERNAL), "MOC_E_INTERNAL");
  EXPECT_STREQ(moc_rc_string(static_cast<moc_rc>(-98)), "unknown");
  EXPECT_EQ(moc_abi_version(), MOC_ABI_VERSION);
  EXPECT_STREQ(moc_version(), MOCCASIN_VERSION);
}

// Programs are built with these: no release may change them.
TEST(ErrorTest, NumbersAreFixedForEver) {
  const int codes[] = {MOC_OK,
                       MOC_E_INVALID_ARG,
                       MOC_E_INVALID_GRAPH,
                       MOC_E_NOMEM,
                       MOC_E_IO,
                       MOC_E_UNSUPPORTED,
                       MOC_E_INVALID_OPTION,
                       MOC_E_BUSY,
                       MOC_E_INVALID_SCHEDULE,
                       MOC_E_INVALID_PLACEMENT,
                       MOC_E_INTERNAL};
  const int fixed[] = {0, -1, -2, -3, -4, -6, -7, -8, -9, -10, -99};
  for (std::size_t i = 0; i < std::size(fixed); ++i) EXPECT_EQ(codes[i], fixed[i]);
  EXPECT_EQ(MOC_STATUS_UNKNOWN, 0);
  EXPECT_EQ(MOC_STATUS_FEASIBLE, 1);
  EXPECT_EQ(MOC_STATUS_OPTIMAL, 2);
  EXPECT_EQ(MOC_STATUS_INFEASIBLE, 3);
  EXPECT_EQ(MOC_STATUS_INVALID, 4);
  const int stops[] = {MOC_STOP_NONE, MOC_STOP_PROVED, MOC_STOP_TIME,
                       MOC_STOP_WORK, MOC_STOP_GAP,    MOC_STOP_TARGET,
                       MOC_STOP_USER, MOC_STOP_MEMORY, MOC_STOP_ERROR};
  for (int i = 0; i < 9; ++i) EXPECT_EQ(stops[i], i);
  const int issues[] = {MOC_ISSUE_EMPTY,           MOC_ISSUE_CYCLE,         MOC_ISSUE_DANGLING_EDGE,
                        MOC_ISSUE_NEGATIVE_VALUE,  MOC_ISSUE_OVERFLOW,      MOC_ISSUE_BAD_ORDER,
                        MOC_ISSUE_UNKNOWN_OP,      MOC_ISSUE_MISSING_INPUT, MOC_ISSUE_MISSING_OP,
                        MOC_ISSUE_TOO_MANY_COPIES, MOC_ISSUE_BAD_OPTION};
  for (int i = 0; i < 11; ++i) EXPECT_EQ(issues[i], i);
  const int floors[] = {MOC_FLOOR_AT_OP, MOC_FLOOR_AT_END, MOC_FLOOR_AT_PAIR,
                        MOC_FLOOR_AT_PAIR_END};
  for (int i = 0; i < 4; ++i) EXPECT_EQ(floors[i], i);
  EXPECT_EQ(MOC_TENSOR_RETAIN, 1u);
}

}  // namespace
}  // namespace moccasin::c_door
