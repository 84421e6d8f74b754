// SPDX-License-Identifier: Apache-2.0
// What bounds say of the closure's choices, and why, against schedules in their words; first by
// hand.
#include "search/closure/closure_choices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "tests/search/closure/support/closure_case.h"
#include "tests/support/build_graph.h"

namespace moccasin::test {
namespace {

using engine::Engine;
using engine::Literal;
using engine::Premises;
using propagators::RunIndex;
using search::Again;
using search::ClosureChoices;
using search::Op;
using Choice = ClosureChoices::Choice;

// Four operations, d reads a, b and c: a may run again in stages 1 to 3, before b, c and d.
struct ByHand {
  ByHand(std::int32_t copies, std::int32_t allowed)
      : graph(built(simple_graph({{1, 1}, {1, 1}, {1, 1}, {1, 1}}, {{0, 3}, {1, 3}, {2, 3}}))),
        problem{.graph = &graph, .budget = 9, .order = model::Order::kept, .max_copies = allowed},
        compiled(problem),
        encoding(compiled, encoding::CopiesModelled(4, copies), engine),
        choices(encoding) {}

  [[nodiscard]] RunIndex copy(std::size_t number) const {
    RunIndex run = choices.first_copy(Op(0));
    for (; number > 1; --number) run = choices.model().runs[run].next_copy;
    return run;
  }
  [[nodiscard]] Literal takes_place(std::size_t number) const {
    return choices.model().takes_place(copy(number));
  }
  // In a stage from `from` on, or up to `to`.
  [[nodiscard]] Literal from(std::size_t number, engine::Value stage) const {
    return engine::at_least(choices.model().runs[copy(number)].stage, stage);
  }
  [[nodiscard]] Literal to(std::size_t number, engine::Value stage) const {
    return engine::at_most(choices.model().runs[copy(number)].stage, stage);
  }
  void decide(Literal literal) {
    ASSERT_EQ(engine.propagate(), engine::Outcome::fine);
    if (!engine.domains().is_true(literal)) engine.decide(literal);
  }
  [[nodiscard]] Again made(const Choice& choice) const {
    return choices.made(choice, engine.domains());
  }
  // Each premise once.
  [[nodiscard]] Premises why(const Choice& choice) const {
    Premises premises, once;
    choices.explain(choice, made(choice), engine.domains(), premises);
    for (const Literal literal : premises) {
      if (std::find(once.begin(), once.end(), literal) == once.end()) once.push_back(literal);
    }
    return once;
  }

  const model::Graph graph;
  const model::Problem problem;
  const search::CompiledGraph compiled;
  Engine engine;
  const encoding::Encoding encoding;
  const ClosureChoices choices;
  const Choice ever{Op(0), Op(), {}}, after_b{Op(0), Op(1), {}}, after_c{Op(0), Op(2), {}};
};

TEST(ClosureChoices, SurelyTakesAPlaceAndATime) {
  ByHand a(2, 2);
  EXPECT_EQ(a.made(a.ever), Again::open);
  a.decide(a.from(1, 2));
  EXPECT_EQ(a.made(a.after_b), Again::open);  // if it runs at all
  a.decide(a.takes_place(1));
  EXPECT_EQ(a.made(a.ever), Again::surely);
  EXPECT_EQ(a.why(a.ever), (Premises{a.takes_place(1)}));
  EXPECT_EQ(a.made(a.after_b), Again::surely);
  EXPECT_EQ(a.why(a.after_b), (Premises{a.takes_place(1), a.from(1, 2)}));
  EXPECT_EQ(a.made(a.after_c), Again::open);
  a.decide(a.to(1, 2));
  EXPECT_EQ(a.made(a.after_c), Again::never);
  EXPECT_EQ(a.why(a.after_c), (Premises{a.takes_place(1), a.to(1, 2)}));
}

TEST(ClosureChoices, NothingIsSaidOfEventsIfItRunsOnce) {
  ByHand a(2, 2);
  a.decide(~a.takes_place(1));
  EXPECT_EQ(a.made(a.ever), Again::never);
  EXPECT_EQ(a.why(a.ever), (Premises{~a.takes_place(1)}));
  EXPECT_EQ(a.made(a.after_b), Again::open);
}

TEST(ClosureChoices, NeverIsOfAllCopies) {
  ByHand a(3, 3);
  a.decide(a.to(1, 1));
  EXPECT_EQ(a.made(a.after_b), Again::open);  // the second copy may
  a.decide(a.to(2, 2));
  EXPECT_EQ(a.made(a.after_c), Again::never);
  EXPECT_EQ(a.why(a.after_c), (Premises{a.takes_place(1), a.to(1, 2), a.to(2, 2)}));
  EXPECT_EQ(a.made(a.after_b), Again::surely);  // only one copy can be made in stage 1
  EXPECT_EQ(a.why(a.after_b), (Premises{a.takes_place(1), a.takes_place(2), a.from(2, 2)}));
}

TEST(ClosureChoices, ASurrogateMayRunAnywhere) {
  ByHand a(2, 0);
  ASSERT_TRUE(a.encoding.is_surrogate(a.copy(2)));
  a.decide(a.to(1, 1));
  a.decide(a.to(2, 2));
  EXPECT_EQ(a.made(a.ever), Again::surely);
  EXPECT_EQ(a.made(a.after_b), Again::open);
  EXPECT_EQ(a.made(a.after_c), Again::open);
  a.engine.backtrack(1);
  a.decide(~a.takes_place(2));
  EXPECT_EQ(a.made(a.after_b), Again::never);
  EXPECT_EQ(a.why(a.after_b), (Premises{a.takes_place(1), a.to(1, 1), ~a.takes_place(2)}));
}

// Of a schedule: open where only a surrogate copy could.
Again meant(const ClosureCase& c, const Choice& choice, const Assignment& values) {
  const propagators::RetentionModel& model = c.model();
  bool runs = false, surrogate = false, after = false;
  for (const RunIndex run : model.runs.indices()) {
    if (run.value() < c.graph().num_ops() || c.encoding().op_of(run) != choice.op) continue;
    const engine::Value stage = values[model.runs[run].stage.value() / 2];
    if (stage >= model.runs[run].never) continue;
    runs = true;
    surrogate = surrogate || c.encoding().is_surrogate(run);
    if (c.encoding().is_surrogate(run) || !choice.event.valid()) continue;
    // In its stage it runs before that stage's operation.
    after = after || stage > static_cast<engine::Value>(choice.event.value());
  }
  if (!choice.event.valid()) return runs ? Again::surely : Again::never;
  return after ? Again::surely : surrogate ? Again::open : Again::never;
}

std::vector<Choice> all_choices(const ClosureCase& c) {
  const ClosureChoices choices(c.encoding());
  std::vector<Choice> all;
  for (const Op op : c.graph().ops()) {
    if (!choices.first_copy(op).valid()) continue;
    all.push_back({op, Op(), {}});
    for (const Op event : c.graph().ops()) {
      if (op < event) all.push_back({op, event, {}});
    }
  }
  return all;
}

// Bounds close in on a schedule. What they say is never wrong of it, what follows from the premises
// is the same, and at the end all is said, but of what a surrogate copy may do.
TEST(ClosureChoices, AreMadeAsSchedulesMeanAndFollowFromTheirPremises) {
  int made = 0, explained[3] = {}, of_surrogates = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ClosureCase c(seed);
    if (c.valid().empty()) continue;
    const Assignment& values = c.valid()[c.random().below(c.valid().size())];
    const ClosureChoices choices(c.encoding());
    const std::vector<Choice> all = all_choices(c);
    Engine engine;
    c.declare_variables(engine);
    const engine::Box root = box_of(engine.domains());
    for (bool complete = false; !complete;) {
      std::vector<engine::Var> open;
      for (const engine::Var var : c.encoding().decisions()) {
        if (!engine.domains().is_fixed(var)) open.push_back(var);
      }
      complete = open.empty();
      if (!complete) {
        const engine::Var var = open[c.random().below(open.size())];
        const engine::Domains now = engine.domains();
        const Literal split =
            engine::at_least(var, c.random().between(now.lower(var) + 1, now.upper(var)));
        engine.decide(holds(split, values) ? split : ~split);
        ASSERT_EQ(engine.propagate(), engine::Outcome::fine);
      }
      for (const Choice& choice : all) {
        const Again again = choices.made(choice, engine.domains());
        const bool runs = choices.made({choice.op, Op(), {}}, engine.domains()) == Again::surely;
        if (complete && runs) {
          ASSERT_EQ(again, meant(c, choice, values));
          of_surrogates += again == Again::open ? 1 : 0;
        }
        if (again == Again::open) continue;
        ++made;
        ASSERT_EQ(again, meant(c, choice, values));
        Premises premises;
        choices.explain(choice, again, engine.domains(), premises);
        engine::Box box = root;
        for (const Literal premise : premises) {
          ASSERT_TRUE(engine.domains().is_true(premise));
          box.impose(premise);
        }
        ASSERT_EQ(choices.made(choice, box), again);
        ++explained[std::min<std::size_t>(premises.size(), 3) - 1];
      }
    }
  }
  std::cout << made << " made, because of one, two, more: " << explained[0] << ", " << explained[1]
            << ", " << explained[2] << "; " << of_surrogates << " left open by a surrogate copy\n";
  EXPECT_GT(explained[0], 20'000);
  EXPECT_GT(explained[1], 5'000);
  EXPECT_GT(explained[2], 10'000);
  EXPECT_GT(of_surrogates, 1'500);
}

}  // namespace
}  // namespace moccasin::test
