// SPDX-License-Identifier: Apache-2.0
// Every sentence of `moccasin explain`, with a case where it has to be and one where it must not.
#include "app/explain_text.h"

#include <gtest/gtest.h>

#include <utility>

#include "api/graph_access.h"
#include "tests/support/build_graph.h"

namespace moccasin::app {
namespace {

using model::GraphBuilder;
using model::OpIndex;
using model::TensorIndex;

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

bool says(const std::vector<std::string>& lines, const std::string& words) {
  return joined(lines).find(words) != std::string::npos;
}

// w -> a, b reads w, P holds the peak, d reads x of a: as in explain/drop.h.
struct Example {
  explicit Example(std::int32_t most_runs = 0) {
    GraphBuilder builder;
    const auto add = [&](const char* name, std::int64_t size, std::int64_t workspace = 0) {
      builder.add_output(
          builder.add_operation(
              {.name = name, .duration = 10, .workspace = workspace, .max_copies = most_runs}),
          size);
    };
    add("load_1", 600), add("conv_1", 500), add("conv_2", 100), add("pool_1", 2000, 50);
    add("loss_1", 100);
    const std::pair<std::size_t, std::size_t> reads[] = {{1, 0}, {2, 0}, {3, 2}, {4, 1}, {4, 3}};
    for (const auto& [op, tensor] : reads) builder.add_read(OpIndex(op), TensorIndex(tensor));
    auto file = std::make_shared<io::GraphFile>();
    file->graph = test::built(builder);
    file->duration_unit = "ns";
    file->size_unit = "byte";
    file->kinds.assign(5, "");
    file->id_kinds.assign(5, io::IdKind::text);
    explained.facts = describe(GraphAccess::wrap(ModelGraph(file, &file->graph)));
    explained.file = std::move(file);
    explained.schedule = base_schedule(explained.graph());
  }

  ExplainCase& found() {
    find_out(explained);
    return explained;
  }

  ExplainCase explained;
};

Example of_graph(GraphBuilder& builder) {
  Example example;
  auto file = std::make_shared<io::GraphFile>(*example.explained.file);
  file->graph = test::built(builder);
  file->kinds.assign(file->graph.num_operations(), "");
  file->id_kinds.assign(file->graph.num_operations(), io::IdKind::text);
  example.explained.facts = describe(GraphAccess::wrap(ModelGraph(file, &file->graph)));
  example.explained.schedule = base_schedule(file->graph);
  example.explained.file = std::move(file);
  return example;
}

// Peaks at P and at Q, each with a buffer that may be dropped there, a and b.
Example two_drops() {
  GraphBuilder builder;
  for (const auto& [name, size] : {std::pair("a", 500), std::pair("P", 2000), std::pair("d", 1),
                                   std::pair("b", 500), std::pair("Q", 2000), std::pair("e", 1)}) {
    builder.add_output(builder.add_operation({.name = name, .duration = 10}), size);
  }
  builder.add_read(OpIndex(2), TensorIndex(0));
  builder.add_read(OpIndex(5), TensorIndex(3));
  builder.set_base_order(test::ops({0, 1, 2, 3, 4, 5}));
  return of_graph(builder);
}

// a is live for d while P runs, whose output nobody reads: to drop it helps.
Example free_drop() {
  GraphBuilder builder;
  for (const auto& [name, size] : {std::pair("a", 500), std::pair("P", 2000), std::pair("d", 1)}) {
    builder.add_output(builder.add_operation({.name = name, .duration = 10}), size);
  }
  builder.add_read(OpIndex(2), TensorIndex(0));
  builder.set_base_order(test::ops({0, 1, 2}));
  return of_graph(builder);
}

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

TEST(ExplainText, TheHintHasTheScopeWhereItIsNotTheUsualOne) {
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

TEST(ExplainText, TheNextPerCentIsOneDropOrNone) {
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

TEST(ExplainText, DropsInARowAreNamedWithTheTimeThatTheyAdd) {
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

TEST(ExplainText, ManyDropsInARowAreCounted) {
  Example few = two_drops(), many = two_drops();
  EXPECT_FALSE(says(limit_lines(few.found()), "more"));
  EXPECT_FALSE(says(limit_lines(few.explained), "no more than"));
  explain::Drops& drops = many.found().in_a_row;
  drops.used_all_rounds = true;
  drops.buffers.assign(60, drops.buffers.front());
  EXPECT_TRUE(says(limit_lines(many.explained), "a, a and 26 more; no more than 12 are looked for"))
      << joined(limit_lines(many.explained));
}

TEST(ExplainText, WhatGainsNothingIsNotRecommended) {
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

TEST(ExplainText, ABudgetFitsOrIsExceeded) {
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

TEST(ExplainText, TheBudgetsParagraphBeginsWithItsVerdict) {
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

TEST(ExplainText, JsonHasItsUnitsAndTheFloor) {
  Example example;
  const std::string json = explain_json(example.found());
  EXPECT_NE(json.find(R"("duration_unit": "ns", "size_unit": "byte")"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("floor": {"bytes": )"), std::string::npos) << json;
}

TEST(ExplainText, BelowTheFloorItSaysWhy) {
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
