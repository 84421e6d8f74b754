// SPDX-License-Identifier: Apache-2.0
// Every line of the tables of explain, with a case where it has to be and one where it must not.
#include "app/explain_text.h"

#include <gtest/gtest.h>

#include <utility>

#include "app/explain_words.h"
#include "app/terminal.h"
#include "base/printable.h"
#include "tests/app/explain_examples.h"

namespace moccasin::app {
namespace {

TEST(ExplainText, ThePeakAddsUp) {
  Example example;
  EXPECT_EQ(joined(peak_lines(example.found())),
            "peak 2 650 bytes (2.6 KiB) at step 3 of 5, while 'pool_1' runs (base order)\n"
            "\n"
            "live at the peak                     size    share  since  next read by             "
            "without it there\n"
            "pool_1                            2.0 KiB  75.47 %      3  loss_1                   "
            "needed there\n"
            "conv_1                              500 B  18.87 %      1  loss_1                   "
            "+40.00 %, 2 operations again, peak rises\n"
            "conv_2                              100 B   3.77 %      2                           "
            "needed there\n"
            "workspace of the step                50 B   1.89 %\n");
}

TEST(ExplainText, OthersAndWhatIsResidentAreToldIfThereAreAny) {
  Example example;
  EXPECT_FALSE(says(peak_lines(example.found()), "other"));
  EXPECT_FALSE(says(peak_lines(example.explained), "resident"));
  Example top;
  top.explained.top = 1;
  EXPECT_TRUE(says(peak_lines(top.found()), "2 others                            600 B"));
}

TEST(ExplainText, WhatMayNotRunAgainCannotBeDropped) {
  Example once(1), often;
  EXPECT_TRUE(says(peak_lines(once.found()), "cannot be made again"));
  EXPECT_FALSE(says(peak_lines(often.found()), "cannot be made again"));
}

TEST(ExplainText, NothingIsOfferedOutsideTheScopeOfTheFile) {
  Example any, once, twice;
  once.explained.max_copies = 1;
  EXPECT_TRUE(says(peak_lines(once.found()), "beyond max copies 1"));
  EXPECT_FALSE(says(peak_lines(any.found()), "beyond max copies"));
  twice.explained.max_copies = 2;
  EXPECT_FALSE(says(peak_lines(twice.found()), "beyond max copies"));
  // conv_2 runs again behind the peak: what precedes it in the base order cannot follow there.
  Example kept, free;
  for (Example* const example : {&kept, &free}) {
    example->explained.schedule.steps = test::ops({0, 1, 2, 3, 2, 4});
  }
  kept.explained.order = model::Order::kept;
  EXPECT_TRUE(says(peak_lines(kept.found()), "not with order kept"));
  EXPECT_FALSE(says(peak_lines(free.found()), "not with order kept"));
  EXPECT_NE(explain_json(kept.explained).find(R"({"obstacle": "order_kept"})"), std::string::npos);
  EXPECT_NE(explain_json(once.explained).find(R"({"obstacle": "max_copies"})"), std::string::npos);
}

TEST(ExplainText, ADropThatDoesNotLowerThePeakSaysSo) {
  Example rises, falls = free_drop();
  EXPECT_TRUE(says(peak_lines(rises.found()), "again, peak rises\n"));
  EXPECT_TRUE(says(peak_lines(falls.found()), "+33.33 %, itself again\n"));
  // P runs again at the end, alone: the peak is there as well.
  Example stays = free_drop();
  stays.explained.schedule.steps = test::ops({0, 1, 2, 0, 1, 2});
  EXPECT_TRUE(says(peak_lines(stays.found()), "+33.33 %, itself again, peak stays\n"))
      << joined(peak_lines(stays.explained));
}

TEST(ExplainText, RunsAfterTheFirstHaveTheirNumber) {
  Example once = free_drop(), again = free_drop();
  EXPECT_FALSE(says(peak_lines(once.found()), "#"));
  again.explained.schedule.steps = test::ops({0, 2, 0, 1, 2});
  EXPECT_TRUE(says(peak_lines(again.found()), "while 'P' runs"));
  EXPECT_TRUE(says(peak_lines(again.explained), "  d#1 ")) << joined(peak_lines(again.explained));
  again.explained.schedule.steps = test::ops({1, 0, 1, 2});
  EXPECT_TRUE(says(peak_lines(again.found()), "while 'P#1' runs"));
}

TEST(ExplainText, ItIsCalledWhatItIs) {
  Example example;
  EXPECT_TRUE(says(peak_lines(example.found()), "(base order)"));
  example.explained.is_base_order = false;
  EXPECT_TRUE(says(peak_lines(example.explained), "(this schedule)"));
  example.explained.is_near_miss = true;
  EXPECT_TRUE(says(peak_lines(example.explained), "(near miss)"));
}

TEST(ExplainText, KindsThatAreNotToldAreSummedUp) {
  Example all, top;
  EXPECT_FALSE(says(kind_lines(all.found()), "other"));
  top.explained.top = 1;
  EXPECT_TRUE(says(kind_lines(top.found()),
                   "1 other                             600 B  22.64 %      2      40.00 %\n"))
      << joined(kind_lines(top.explained));
}

TEST(ExplainText, NamesAreCutOnATerminalAlone) {
  const std::string a(44, 'a'), d(40, 'd');
  Example file = long_names(a, d), screen = long_names(a, d), wide = long_names(a, d);
  EXPECT_TRUE(says(peak_lines(file.found()), a + "      500 B"));
  EXPECT_TRUE(says(peak_lines(file.explained), " " + d + " +33.33 %"));
  EXPECT_TRUE(says(kind_lines(file.explained), std::string(44, ' ').replace(0, 1, "P")))
      << "columns of both tables stand below one another";
  screen.explained.columns = 100;
  for (const std::string& line : peak_lines(screen.found())) EXPECT_LE(line.size(), 100U) << line;
  EXPECT_FALSE(says(peak_lines(screen.explained), a));
  EXPECT_TRUE(says(peak_lines(screen.explained), "a..a"));
  wide.explained.columns = 200;
  EXPECT_EQ(peak_lines(wide.found()), peak_lines(file.explained));
  // Beyond sixty columns it is cut in a file as well.
  Example longer = long_names(std::string(70, 'a'), d);
  EXPECT_TRUE(says(peak_lines(longer.found()),
                   std::string(38, 'a') + ".." + std::string(20, 'a') + "      500 B"))
      << joined(peak_lines(longer.explained));
}

TEST(ExplainText, NamesAreCutBetweenTheirCharacters) {
  std::string umlauts;
  for (int i = 0; i < 40; ++i) umlauts += "\u00e4";
  EXPECT_EQ(left(umlauts, 42), umlauts + "  ");
  EXPECT_EQ(columns_of(left(umlauts, 30)), 30U);
  EXPECT_TRUE(base::is_utf8(left(umlauts, 30)));
  EXPECT_EQ(left("abcdefghijkl", 9), "abcd..jkl");
}

TEST(ExplainText, AnArenaIsNotWhatItSpeaksOf) {
  Example example;
  EXPECT_FALSE(says(peak_lines(example.found()), "arena"));
  example.explained.arena = 3000;
  EXPECT_EQ(peak_lines(example.explained).at(1),
            "sizes are of live memory, and not of the arena in the schedule's file, 3 000 bytes "
            "(2.9 KiB) high");
}

TEST(ExplainText, KindsAreStemsOfNamesWhereTheFileHasNone) {
  Example example;
  const auto lines = kind_lines(example.found());
  EXPECT_TRUE(says(lines, "conv                                600 B  22.64 %      2      40.00 %"))
      << joined(lines);
  EXPECT_TRUE(says(lines, "pool                              2.0 KiB"));
  EXPECT_FALSE(says(lines, "load")) << "nothing of it is live";
  EXPECT_FALSE(says(lines, "run again"));
}

TEST(ExplainText, RecomputationsAreToldWhereThereAreAny) {
  Example example;
  EXPECT_TRUE(recomputation_lines(example.found()).empty());
  Example again;
  again.explained.schedule.steps = test::ops({0, 1, 2, 3, 0, 1, 4});
  again.explained.is_base_order = false;
  const auto lines = recomputation_lines(again.found());
  EXPECT_TRUE(says(lines, "load_1")) << joined(lines);
  EXPECT_TRUE(says(lines, "+20.00 %"));
  EXPECT_TRUE(says(lines, "no higher"));
  EXPECT_FALSE(says(lines, "besides"));
  EXPECT_TRUE(says(kind_lines(again.explained), "run again"));
  again.explained.top = 1;
  EXPECT_TRUE(says(recomputation_lines(again.explained), "1 other operation besides, +20.00 %"));
}

TEST(ExplainText, JsonHasItsUnitsAndTheFloor) {
  Example example;
  const std::string json = explain_json(example.found());
  EXPECT_NE(json.find(R"("duration_unit": "ns", "size_unit": "byte")"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("floor": {"bytes": )"), std::string::npos) << json;
}

}  // namespace
}  // namespace moccasin::app
