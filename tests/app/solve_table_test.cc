// SPDX-License-Identifier: Apache-2.0
#include "app/solve_table.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace moccasin::app {
namespace {

using Lines = std::vector<std::string>;

const SolveRow kRow = {"0.135 s", "101 437 769", "+5.77 %",          "101 283 014",
                       "0.15 %",  "6.2 GiB",     "recompute closure"};

TEST(SolveTable, HasAHeadAboveTheFirstRow) {
  SolveTable table(11, 7, "peak");
  constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();
  EXPECT_EQ(table.lines(kRow, kAny),
            (Lines{"    time      duration   overhead         bound      gap       peak  found by",
                   " 0.135 s   101 437 769    +5.77 %   101 283 014   0.15 %    6.2 GiB  recompute "
                   "closure"}));
  EXPECT_EQ(table.lines(kRow, kAny),
            (Lines{" 0.135 s   101 437 769    +5.77 %   101 283 014   0.15 %    6.2 GiB  recompute "
                   "closure"}));
}

TEST(SolveTable, LeavesOutWhatOthersTellWhereThereIsNoRoom) {
  const auto at = [](std::size_t columns) {
    return SolveTable(11, 7, "arena").lines(kRow, columns).at(1);
  };
  const std::string whole = at(87);
  EXPECT_NE(whole.find("101 283 014"), std::string::npos);
  EXPECT_EQ(at(86), " 0.135 s   101 437 769    +5.77 %   0.15 %    6.2 GiB  recompute closure");
  EXPECT_EQ(at(72), " 0.135 s   101 437 769    +5.77 %   0.15 %    6.2 GiB");
  EXPECT_EQ(at(52), " 0.135 s    +5.77 %   0.15 %    6.2 GiB");
  EXPECT_EQ(at(38), " 0.135 s    +5.77 %   0.15 %");
  EXPECT_EQ(at(0), at(38)) << "that is the least";
}

TEST(SolveTable, IsNoWiderThanItMayBe) {
  for (std::size_t columns = 28; columns < 120; ++columns) {
    for (const std::string& line : SolveTable(11, 7, "peak").lines(kRow, columns)) {
      EXPECT_LE(line.size(), columns);
    }
  }
}

TEST(SolveTable, HasAnotherHeadForOtherColumns) {
  SolveTable table(11, 7, "peak");
  EXPECT_EQ(table.lines(kRow, 100).size(), 2u);
  EXPECT_EQ(table.lines(kRow, 40), (Lines{"    time   overhead      gap       peak",
                                          " 0.135 s    +5.77 %   0.15 %    6.2 GiB"}));
  EXPECT_EQ(table.lines(kRow, 40).size(), 1u);
}

TEST(SolveTable, SizesOfManyDigitsStandApart) {
  SolveRow row = kRow;
  row[5] = "400 000 001";
  SolveTable table(11, 11, "peak");
  EXPECT_NE(table.lines(row, 200).at(1).find("   400 000 001"), std::string::npos);
}

}  // namespace
}  // namespace moccasin::app
