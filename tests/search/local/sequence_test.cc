// SPDX-License-Identifier: Apache-2.0
#include "search/local/sequence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "model/profile.h"
#include "tests/search/support/naive_sequence.h"
#include "tests/search/support/random_case.h"
#include "tests/support/build_graph.h"
#include "tests/support/random_schedule.h"

namespace moccasin::search {
namespace {

using model::Order;
using test::NaiveSequence;

std::vector<Op> with_insertion(std::vector<Op> steps, Op op, std::size_t at) {
  steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(at), op);
  return steps;
}

std::vector<Op> without(std::vector<Op> steps, std::size_t at) {
  steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(at));
  return steps;
}

// The step at `from` put right before the one at `to`.
std::vector<Op> moved(const std::vector<Op>& steps, std::size_t from, std::size_t to) {
  return with_insertion(without(steps, from), steps[from], to > from ? to - 1 : to);
}

// The header's example with sizes: a writes x (4 units), b, c and the rest one unit each.
TEST(Sequence, EvaluatesTheExampleOfTheHeader) {
  const model::Graph graph = test::built(
      test::simple_graph({{5, 4}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 5, .order = Order::kept});
  Sequence sequence(compiled);
  const Op a(0), b(1), c(2), d(3);
  sequence.assign({a, b, c, c, d});  // live 4 5 6 6 6
  EXPECT_EQ(sequence.excess(), 1 + 1 + 1);
  EXPECT_EQ(sequence.duration(), 9);

  // x goes from the gap after b on: c 2, c' 2, a' 5, d 6.
  const Insertion insertion = sequence.evaluate_insert(a, sequence.key(sequence.first_run(d)));
  EXPECT_EQ(insertion.effect, (Effect{.duration = 5, .excess = -2}));
  EXPECT_EQ(sequence.steps().size(), 5u) << "evaluating changes nothing";
  const RunId again = sequence.apply(insertion);
  EXPECT_EQ(sequence.steps(), (std::vector{a, b, c, c, a, d}));
  EXPECT_EQ(sequence.last_reader(again, 0), sequence.first_run(d));
  EXPECT_EQ(sequence.last_reader(sequence.first_run(a), 0), sequence.first_run(b));
  EXPECT_EQ(sequence.excess(), 1);

  const Erasure erasure = sequence.evaluate_erase(again);
  EXPECT_EQ(erasure.effect, (Effect{.duration = -5, .excess = 2}));
  sequence.apply(erasure);
  EXPECT_EQ(sequence.steps(), (std::vector{a, b, c, c, d}));
  EXPECT_EQ(sequence.excess(), 3);
}

TEST(Sequence, KeepsRetainedTensorsFromTheirLastCopyOn) {
  model::GraphBuilder builder = test::simple_graph({{1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 2}});
  builder.add_output(model::OpIndex(0), 10, model::Retain::yes);
  const model::Graph graph = test::built(builder);
  const CompiledGraph compiled({.graph = &graph, .budget = 11, .order = Order::kept});
  Sequence sequence(compiled);
  sequence.assign({Op(0), Op(1), Op(2)});
  const RunId first = sequence.first_run(Op(0));
  ASSERT_EQ(sequence.last_reader(first, 1), Sequence::kEndOfSchedule);
  EXPECT_EQ(sequence.excess(), 0 + 1 + 1);

  const Insertion insertion =
      sequence.evaluate_insert(Op(0), sequence.key(sequence.first_run(Op(2))));
  EXPECT_EQ(insertion.effect,
            (Effect{.duration = 1, .excess = -1 + 1}));  // steps of 11 2 12 12 units
  const RunId again = sequence.apply(insertion);
  EXPECT_EQ(sequence.last_reader(first, 1), first);
  EXPECT_EQ(sequence.last_reader(again, 1), Sequence::kEndOfSchedule);
}

// Whoever evaluates something else, or makes a change, has to evaluate anew.
TEST(SequenceDeathTest, MakesNoChangeThatIsStale) {
#ifdef MOCCASIN_NO_ASSERTS
  GTEST_SKIP() << "built without assertions";
#else
  const model::Graph graph = test::built(
      test::simple_graph({{5, 4}, {1, 1}, {1, 1}, {1, 1}}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}}));
  const CompiledGraph compiled({.graph = &graph, .budget = 5, .order = Order::free});
  Sequence sequence(compiled);
  const Op a(0), b(1), c(2), d(3);
  sequence.assign({a, b, c, d});
  const Key last = sequence.key(sequence.first_run(d));
  const Insertion older = sequence.evaluate_insert(b, last);
  const Insertion insertion = sequence.evaluate_insert(a, last);
  EXPECT_DEATH(sequence.apply(older), "change.revision == revision_");
  const Reordering reordering =
      sequence.evaluate_reorder(last, {sequence.first_run(d)});  // now this is the last
  EXPECT_DEATH(sequence.apply(insertion), "change.revision == revision_");
  EXPECT_EQ(sequence.extended(insertion).size(), 0u) << "of the insertion evaluated last";
  sequence.apply(reordering);
  EXPECT_DEATH(sequence.apply(reordering), "change.revision == revision_") << "once is enough";
  const Insertion other = sequence.evaluate_insert(b, last);
  EXPECT_DEATH((void)sequence.extended(insertion), "insertion.revision == extended_by_");
  sequence.assign({a, b, c, d});
  EXPECT_DEATH(sequence.apply(other), "change.revision == revision_") << "of another sequence";
#endif
}

// All that may be inserted, erased or moved, for the tests below.
struct Edit {
  enum class Kind { insert, erase, move } kind = Kind::insert;
  Op op;             // insert
  std::size_t step;  // insert, move: before it; erase: it
  std::size_t from;  // move
};

class SequenceWalk {
 public:
  SequenceWalk(std::uint64_t seed, std::size_t most_operations, double recompute)
      : case_(seed, most_operations, seed % 2 == 0 ? Order::kept : Order::free,
              CompiledGraph::Empty::kept),
        naive_{case_, test::compiled_steps(
                          case_.graph, test::random_schedule(case_.problem, recompute, random()))},
        sequence_(case_.compiled) {
    if (seed % 3 != 0) sequence_.set_soft_limit(case_.compiled.budget() / 2);
    sequence_.assign(naive_.steps);
  }

  base::Random& random() { return case_.random; }
  Sequence& sequence() { return sequence_; }
  [[nodiscard]] const NaiveSequence& naive() const { return naive_; }
  [[nodiscard]] const test::RandomCase& problem_case() const { return case_; }
  [[nodiscard]] std::vector<Key> keys() const { return test::keys(sequence_.timeline()); }

  // Nothing if chance picks what is not allowed.
  std::optional<Edit> random_edit() {
    const std::size_t step = random().below(naive_.steps.size() + 1);
    switch (random().below(3)) {
      case 0:
        return step < naive_.steps.size() ? erasure(step) : std::nullopt;
      case 1:
        return insertion(Op(random().below(case_.compiled.num_ops())), step);
      default:
        return move(random().below(naive_.steps.size()), step);
    }
  }

  using AnyChange = std::variant<Insertion, Erasure, Move>;
  AnyChange evaluate(const Edit& edit) {
    const std::vector<Key> all = keys();
    const Key key = edit.step < all.size() ? all[edit.step] : sequence_.timeline().end();
    if (edit.kind == Edit::Kind::insert) return sequence_.evaluate_insert(edit.op, key);
    if (edit.kind == Edit::Kind::erase) {
      return sequence_.evaluate_erase(sequence_.timeline().run(key));
    }
    return sequence_.evaluate_move(sequence_.timeline().run(keys()[edit.from]), key);
  }
  // Of `naive`, over the soft limit; 0 without one.
  [[nodiscard]] std::int64_t strain(const NaiveSequence& naive) const {
    const std::int64_t limit = sequence_.timeline().soft_limit();
    return limit == Timeline::kNoLimit ? 0 : naive.over(limit);
  }
  static Effect effect_of(const AnyChange& any) {
    return std::visit([](const Change& change) { return change.effect; }, any);
  }

  [[nodiscard]] std::vector<Op> steps_after(const Edit& edit) const {
    switch (edit.kind) {
      case Edit::Kind::insert:
        return with_insertion(naive_.steps, edit.op, edit.step);
      case Edit::Kind::erase:
        return without(naive_.steps, edit.step);
      case Edit::Kind::move:
        break;
    }
    return moved(naive_.steps, edit.from, edit.step);
  }

  // Makes the edit, of which `any` was evaluated.
  void apply(const Edit& edit, const AnyChange& any) {
    naive_.steps = steps_after(edit);
    std::visit([&](const auto& change) { sequence_.apply(change); }, any);
    if (edit.kind != Edit::Kind::insert) return;
    EXPECT_EQ(sequence_.op(sequence_.timeline().run(keys()[edit.step])), edit.op);
  }

 private:
  [[nodiscard]] std::size_t copy_before(Op op, std::size_t step) const {
    return naive_.last_run_before(op, step);  // no step: none
  }
  [[nodiscard]] std::size_t no_step() const { return naive_.steps.size(); }

  // The only copy, or one that is read and has none before it, may not go.
  [[nodiscard]] std::optional<Edit> erasure(std::size_t step) const {
    const Op op = naive_.steps[step];
    if (copy_before(op, step) == no_step()) {
      if (std::ranges::count(naive_.steps, op) == 1) return {};
      for (std::uint32_t i = 0; i < case_.compiled.num_tensors(op); ++i) {
        const Tensor tensor(case_.compiled.first_tensor(op).value() + i);
        if (naive_.last_reader(tensor, step) != step) return {};
      }
    }
    return Edit{Edit::Kind::erase, op, step, 0};
  }

  [[nodiscard]] std::optional<Edit> insertion(Op op, std::size_t step) const {
    for (const Tensor input : case_.compiled.inputs(op)) {
      if (copy_before(case_.compiled.tensor(input).producer, step) == no_step()) return {};
    }
    return Edit{Edit::Kind::insert, op, step, 0};
  }

  // Between what it reads and what reads it, and between the copies before and after.
  [[nodiscard]] std::optional<Edit> move(std::size_t from, std::size_t to) const {
    if (to == from || to == from + 1) return {};
    const Op op = naive_.steps[from];
    const auto runs_between = [&](Op other, std::size_t first, std::size_t last) {
      const auto begin = naive_.steps.begin();
      return std::find(begin + static_cast<std::ptrdiff_t>(first),
                       begin + static_cast<std::ptrdiff_t>(last),
                       other) != begin + static_cast<std::ptrdiff_t>(last);
    };
    const std::size_t first = std::min(from + 1, to), last = std::max(from, to);
    if (runs_between(op, first, last)) return {};
    if (to < from) {
      for (const Tensor input : case_.compiled.inputs(op)) {
        const Op producer = case_.compiled.tensor(input).producer;
        if (copy_before(producer, from) >= to) return {};
      }
    }
    for (std::uint32_t i = 0; i < case_.compiled.num_tensors(op) && to > from; ++i) {
      const Tensor tensor(case_.compiled.first_tensor(op).value() + i);
      for (const std::size_t reader : naive_.readers(tensor, from)) {
        if (reader < to) return {};
      }
    }
    return Edit{Edit::Kind::move, op, to, from};
  }

  test::RandomCase case_;
  NaiveSequence naive_;
  Sequence sequence_;
};

// Every effect equals that of the changed list, and evaluating leaves everything as it was.
TEST(SequenceRandom, EvaluatesWhatApplyingDoes) {
  int inserted = 0, erased = 0, moved = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    SequenceWalk walk(seed, 12, 0.25);
    test::expect_same(walk.sequence(), walk.naive());
    for (int tries = 0; tries < 90; ++tries) {
      SCOPED_TRACE("edit " + std::to_string(tries));
      const std::optional<Edit> edit = walk.random_edit();
      if (!edit) continue;
      const NaiveSequence after{walk.problem_case(), walk.steps_after(*edit)};
      const auto change = walk.evaluate(*edit);
      const Effect effect = SequenceWalk::effect_of(change);
      ASSERT_EQ(effect.duration, after.duration() - walk.naive().duration());
      ASSERT_EQ(effect.excess, after.excess() - walk.naive().excess());
      ASSERT_EQ(effect.strain, walk.strain(after) - walk.strain(walk.naive()));
      if (walk.random().chance(0.3)) {
        test::expect_same(walk.sequence(), walk.naive());
      } else {
        walk.apply(*edit, change);
        ++(edit->kind == Edit::Kind::insert  ? inserted
           : edit->kind == Edit::Kind::erase ? erased
                                             : moved);
        test::expect_same(walk.sequence(), walk.naive());
        ASSERT_EQ(walk.sequence().strain(), walk.strain(walk.naive()));
        ASSERT_TRUE(walk.sequence().consistent());
      }
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  EXPECT_GT(inserted, 3000);
  EXPECT_GT(erased, 3000);
  EXPECT_GT(moved, 500);
}

// The same on sequences of several blocks, against model::make_profile.
TEST(SequenceRandom, EvaluatesAcrossBlocks) {
  std::size_t longest = 0;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    SequenceWalk walk(seed, 150, 0.05);
    const test::RandomCase& c = walk.problem_case();
    const std::int64_t unit = std::max<std::int64_t>(test::bytes_a_unit(c.graph, c.compiled), 1);
    const auto excess = [&](const std::vector<Op>& steps) {
      std::int64_t sum = 0;
      for (const std::int64_t live :
           model::make_profile(c.graph, test::schedule_of(c.compiled, steps)).live) {
        sum += std::max<std::int64_t>((live - c.graph.resident()) / unit - c.compiled.budget(), 0);
      }
      return sum;
    };
    for (int tries = 0; tries < 200; ++tries) {
      const std::optional<Edit> edit = walk.random_edit();
      if (!edit) continue;
      const std::int64_t before = walk.sequence().excess();
      const auto change = walk.evaluate(*edit);
      const Effect effect = SequenceWalk::effect_of(change);
      walk.apply(*edit, change);
      ASSERT_EQ(before + effect.excess, excess(walk.naive().steps)) << "edit " << tries;
      ASSERT_EQ(walk.sequence().excess(), before + effect.excess);
      ASSERT_TRUE(walk.sequence().consistent()) << "edit " << tries;
    }
    ASSERT_EQ(walk.sequence().steps(), walk.naive().steps);
    longest = std::max(longest, walk.naive().steps.size());
  }
  EXPECT_GT(longest, 6 * Timeline::kBlock);
}

// extended(): the inputs whose copy nobody reads as late as the insertion would.
TEST(SequenceRandom, TellsWhichInputsAnInsertionExtends) {
  int extended = 0, covered = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    SequenceWalk walk(seed, 12, 0.2);
    const NaiveSequence& naive = walk.naive();
    const CompiledGraph& graph = walk.sequence().graph();
    const std::vector<Key> keys = walk.keys();
    for (int tries = 0; tries < 30; ++tries) {
      const std::optional<Edit> edit = walk.random_edit();
      if (!edit || edit->kind != Edit::Kind::insert) continue;
      const auto insertion = std::get<Insertion>(walk.evaluate(*edit));
      std::vector<std::pair<Tensor, Instant>> expected, found;
      for (const Tensor input : graph.inputs(edit->op)) {
        const std::size_t copy = naive.last_run_before(graph.tensor(input).producer, edit->step);
        const std::size_t last = naive.last_reader(input, copy);
        if (last < edit->step) {
          expected.emplace_back(input, Instant::step(keys[last]));
          ++extended;
        } else {
          ++covered;
        }
      }
      for (const Extension& extension : walk.sequence().extended(insertion)) {
        found.emplace_back(extension.input, extension.live_until);
      }
      std::ranges::sort(found);
      std::ranges::sort(expected);
      ASSERT_EQ(found, expected);
    }
  }
  EXPECT_GT(extended, 500);
  EXPECT_GT(covered, 500);
}

// An insertion and the erasure of what it made, and the other way round, cancel out.
TEST(SequenceRandom, InsertionAndErasureAreInverse) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    SequenceWalk walk(seed, 12, 0.25);
    for (int tries = 0; tries < 20; ++tries) {
      const std::optional<Edit> edit = walk.random_edit();
      if (!edit || edit->kind == Edit::Kind::move) continue;
      const std::vector<Op> before = walk.naive().steps;
      const auto change = walk.evaluate(*edit);
      walk.apply(*edit, change);
      const bool inserted = edit->kind == Edit::Kind::insert;
      const Edit inverse{inserted ? Edit::Kind::erase : Edit::Kind::insert,
                         inserted ? Op() : before[edit->step], edit->step, 0};
      const auto back_change = walk.evaluate(inverse);
      const Effect there = SequenceWalk::effect_of(change);
      const Effect back = SequenceWalk::effect_of(back_change);
      ASSERT_EQ(there, (Effect{-back.duration, -back.excess, -back.strain}));
      walk.apply(inverse, back_change);
      ASSERT_EQ(walk.naive().steps, before);
      test::expect_same(walk.sequence(), walk.naive());
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(Sequence, CountsItsWork) {
  SequenceWalk walk(4, 12, 0.2);
  std::uint64_t work = walk.sequence().work();
  int evaluated = 0;
  for (int tries = 0; tries < 50; ++tries) {
    const std::optional<Edit> edit = walk.random_edit();
    if (!edit) continue;
    walk.evaluate(*edit);
    EXPECT_GT(walk.sequence().work(), work);
    work = walk.sequence().work();
    ++evaluated;
  }
  EXPECT_GT(evaluated, 0);
}

}  // namespace
}  // namespace moccasin::search
