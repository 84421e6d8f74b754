// SPDX-License-Identifier: Apache-2.0
// Every sentence below the tables of explain, with a case where it has to be and one where it must
// not.
#include <gtest/gtest.h>

#include <utility>

#include "app/explain_text.h"
#include "tests/app/explain_examples.h"

namespace moccasin::app {
namespace {

using model::GraphBuilder;
using model::OpIndex;
using model::TensorIndex;

TEST(ExplainAdvice, TheHintHasTheScopeWhereItIsNotTheUsualOne) {
  Example free = free_drop(), limited = free_drop();
  for (Example* const example : {&free, &limited}) {
    example->explained.budget = 2400;
    example->found().least_known = LeastKnown{2400, "annealing"};
  }
  EXPECT_TRUE(says(budget_lines(free.explained), "-w 20000000\n"));
  limited.explained.order = model::Order::kept;
  limited.explained.max_copies = 2;
  EXPECT_TRUE(says(budget_lines(limited.explained), "-w 20000000 --order kept --max-copies 2\n"));
}

TEST(ExplainAdvice, TheNextPerCentIsOneDropOrNone) {
  // In the example what is dropped comes back beside P's output: the peak rises.
  Example example;
  EXPECT_TRUE(says(limit_lines(example.found()), "no single drop brings"));
  EXPECT_TRUE(says(limit_lines(example.explained), "1 step within 1 % of the peak: 3"));
  EXPECT_FALSE(says(limit_lines(example.explained), "in a row"));

  Example other = free_drop();
  EXPECT_TRUE(says(limit_lines(other.found()),
                   "the next 1 % takes one drop: a (+33.33 %, itself again) brings the peak to "
                   "2.0 KiB, 500 B less"))
      << joined(limit_lines(other.explained));

  // Nor does it hang on how many are shown: the largest alone is needed there.
  Example one = free_drop();
  one.explained.top = 1;
  EXPECT_TRUE(says(limit_lines(one.found()), "the next 1 % takes one drop: a (+33.33 %"));
  EXPECT_EQ(one.explained.largest.size(), 1U);
  EXPECT_NE(explain_json(one.explained).find(R"("next_percent": {"name": "a")"), std::string::npos)
      << explain_json(one.explained);
  EXPECT_EQ(explain_json(example.explained).find("next_percent"), std::string::npos);
}

TEST(ExplainAdvice, DropsInARowAreNamedWithTheTimeThatTheyAdd) {
  Example base = two_drops();
  EXPECT_TRUE(says(limit_lines(base.found()),
                   "2 drops in a row bring it to 2.0 KiB, 80.00 % of the base peak, for +33.33 % "
                   "time; to search there: moccasin solve GRAPH -b 2000\n"
                   "they are, in this order: a, b\n"))
      << joined(limit_lines(base.explained));
  EXPECT_NE(explain_json(base.explained).find(R"("tensors": ["a", "b"], "most": 12)"),
            std::string::npos);
  // The schedule runs d again: that is not what the drops add.
  Example schedule = two_drops();
  schedule.explained.schedule.steps = test::ops({0, 1, 2, 3, 2, 4, 5});
  EXPECT_TRUE(says(limit_lines(schedule.found()),
                   "for +33.33 % time, +50.00 % over the base order in all; to search"))
      << joined(limit_lines(schedule.explained));
  // The first a is dropped, then b that runs a second time.
  Example copies = two_drops();
  copies.explained.schedule.steps = test::ops({3, 0, 1, 2, 3, 4, 5});
  EXPECT_TRUE(says(limit_lines(copies.found()), "they are, in this order: a, b#1\n"))
      << joined(limit_lines(copies.explained));
  EXPECT_NE(explain_json(copies.explained).find(R"("tensors": ["a", "b#1"])"), std::string::npos);
}

TEST(ExplainAdvice, ManyDropsInARowAreCounted) {
  Example few = two_drops(), many = two_drops();
  EXPECT_FALSE(says(limit_lines(few.found()), "more"));
  EXPECT_FALSE(says(limit_lines(few.explained), "no more than"));
  explain::Drops& drops = many.found().in_a_row;
  drops.used_all_rounds = true;
  drops.buffers.assign(60, drops.buffers.front());
  EXPECT_TRUE(says(limit_lines(many.explained), "a, a and 26 more; no more than 12 are looked for"))
      << joined(limit_lines(many.explained));
}

TEST(ExplainAdvice, WhatGainsNothingIsNotRecommended) {
  // What the base order needs, or a byte less, takes no drops.
  Example example = two_drops();
  ExplainCase& explained = example.found();
  explained.profile.peak = 5000;
  for (const auto& [peak, told] : {std::pair(2501, false), std::pair(2500, false),
                                   std::pair(2499, false), std::pair(2490, true)}) {
    explained.in_a_row.peak = peak;
    EXPECT_EQ(says(limit_lines(explained), "in a row"), told) << peak;
  }
  // A hundredth of a peak below 100 is less than a byte.
  GraphBuilder builder;
  for (const auto& [name, size] : {std::pair("a", 5), std::pair("P", 20), std::pair("d", 20)}) {
    builder.add_output(builder.add_operation({.name = name, .duration = 10}), size);
  }
  builder.add_read(OpIndex(2), TensorIndex(0));
  builder.set_base_order(test::ops({0, 1, 2}));
  Example small = of_graph(builder);
  EXPECT_TRUE(says(limit_lines(small.found()), "no single drop brings the peak down"))
      << joined(limit_lines(small.explained));
}

TEST(ExplainAdvice, ABudgetFitsOrIsExceeded) {
  Example none;
  EXPECT_TRUE(budget_lines(none.found()).empty());
  Example fits;
  fits.explained.budget = 3000;
  EXPECT_EQ(joined(budget_lines(fits.found())),
            "the budget, 3 000 bytes (2.9 KiB), leaves 350 B free at the peak\n");
  EXPECT_TRUE(says(limit_lines(fits.explained), "within 1 % of the budget"));
  Example exceeded = free_drop();
  exceeded.explained.budget = 2100;
  const auto lines = budget_lines(exceeded.found());
  EXPECT_TRUE(says(lines, "is exceeded by 400 B, in 1 step")) << joined(lines);
  EXPECT_FALSE(says(lines, "no schedule fits"));
}

TEST(ExplainAdvice, TheBudgetsParagraphBeginsWithItsVerdict) {
  Example example = free_drop();
  ExplainCase& explained = example.found();
  const auto expect = [&explained](const std::string& words, const std::string& verdict) {
    EXPECT_EQ(budget_lines(explained).at(0).rfind(words, 0), 0U) << joined(budget_lines(explained));
    EXPECT_NE(explain_json(explained).find(R"("verdict": ")" + verdict + '"'), std::string::npos);
  };
  EXPECT_EQ(explain_json(explained).find("verdict"), std::string::npos);
  explained.budget = 2500;
  expect("the budget, 2 500 bytes (2.4 KiB), leaves", "fits");
  explained.budget = 2499;
  expect(
      "the base order does not fit the budget, 2 499 bytes (2.4 KiB), and whether any schedule "
      "does is open",
      "open");
  explained.least_known = LeastKnown{2500, "base order"};
  expect("the base order does not fit the budget, 2 499 bytes (2.4 KiB), and", "open");
  explained.least_known = LeastKnown{2499, "annealing"};
  explained.is_base_order = false;
  expect("the schedule does not fit the budget, 2 499 bytes (2.4 KiB), but another schedule does",
         "another_fits");
  explained.is_near_miss = true;
  expect("the near miss does not fit the budget, 2 499 bytes (2.4 KiB), but", "another_fits");
  explained.budget = explained.facts.floor;
  expect("the near miss does not fit", "open");
  explained.budget = explained.facts.floor - 1;
  expect("no schedule fits the budget, ", "nothing_fits");
}

TEST(ExplainAdvice, BelowTheFloorItSaysWhy) {
  Example below;
  below.explained.budget = 1000;
  const auto lines = budget_lines(below.found());
  EXPECT_TRUE(says(lines, "no schedule fits the budget, 1 000 bytes: the floor is "))
      << joined(lines);
  EXPECT_FALSE(says(lines, "smallest budget known"));
  below.explained.least_known = LeastKnown{2640, "annealing"};
  EXPECT_TRUE(says(budget_lines(below.explained), "smallest budget known to work: 2 640 bytes"));
  Example above = free_drop();
  above.explained.budget = 2400;
  above.found().least_known = LeastKnown{2400, "annealing"};
  EXPECT_TRUE(says(budget_lines(above.explained),
                   "a schedule that fits it is known: moccasin solve GRAPH --minimize peak -b "));
}

}  // namespace
}  // namespace moccasin::app
