// SPDX-License-Identifier: Apache-2.0
#include "tests/search/support/random_sequence.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/verify.h"
#include "tests/search/support/naive_sequence.h"
#include "tests/support/random_schedule.h"

namespace moccasin::test {

using search::Key;
using search::Op;
using search::RunId;
using search::Sequence;

Snapshot snapshot(const Sequence& sequence) {
  Snapshot result{.steps = sequence.steps(),
                  .live = {},
                  .last_readers = {},
                  .duration = sequence.duration(),
                  .excess = sequence.excess(),
                  .strain = sequence.strain()};
  const search::Timeline& timeline = sequence.timeline();
  const std::vector<Key> all = keys(timeline);
  for (const Key key : all) {
    result.live.push_back(timeline.live(key));
    const RunId run = timeline.run(key);
    for (std::uint32_t i = 0; i < sequence.graph().num_tensors(sequence.op(run)); ++i) {
      const RunId last = sequence.last_reader(run, i);
      const Key last_key = last.valid() ? sequence.key(last) : timeline.end();
      result.last_readers.push_back(static_cast<std::size_t>(
          std::lower_bound(all.begin(), all.end(), last_key) - all.begin()));
    }
  }
  return result;
}

Places places(const Sequence& sequence, Which which) {
  Places result;
  std::vector<Op> waiting;  // for the first run that ends their stage
  for (const Key key : keys(sequence.timeline())) {
    const RunId run = sequence.timeline().run(key);
    if (!sequence.recomputation(run)) {
      for (const Op op : waiting) result.emplace(op, sequence.op(run));
      waiting.clear();
    } else if (which == Which::all || !sequence.is_read(run)) {
      waiting.push_back(sequence.op(run));
    }
  }
  return result;
}

RandomSequence::RandomSequence(std::uint64_t seed, std::size_t most_operations, double recompute,
                               model::Order order)
    : problem_case(seed, most_operations, order,
                   order == model::Order::free ? search::CompiledGraph::Empty::kept
                                               : search::CompiledGraph::Empty::dropped),
      sequence(problem_case.compiled) {
  if (seed % 3 == 1) sequence.set_soft_limit(problem_case.compiled.budget() * 3 / 4);
  sequence.assign(compiled_steps(
      problem_case.graph, random_schedule(problem_case.problem, recompute, problem_case.random)));
}

void RandomSequence::expect_valid() const {
  model::Problem anything = problem_case.problem;
  anything.budget = INT64_MAX;
  const model::Schedule schedule = schedule_of(problem_case.compiled, sequence.steps());
  const model::Verdict verdict = model::verify(anything, schedule);
  ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
  ASSERT_EQ(verdict.duration, sequence.duration());
  ASSERT_EQ(verdict.peak <= problem_case.problem.budget, sequence.feasible());
  ASSERT_TRUE(sequence.consistent());
}

search::Acceptance RandomSequence::random_acceptance() {
  base::Random& random = problem_case.random;
  const auto mean = static_cast<double>(problem_case.compiled.mean_duration());
  const double penalties[] = {0, 0.01, 0.3, 3, 100};
  const double thresholds[] = {0, 0.1, 1, 10};
  const double penalty = penalties[random.below(5)] * mean;
  const bool priced = sequence.timeline().soft_limit() != search::Timeline::kNoLimit;
  const double price = priced ? penalties[random.below(3)] * mean : 0;
  if (random.below(4) == 0) {
    return {penalty, price,
            -0.5 * (penalty * static_cast<double>(sequence.excess()) +
                    price * static_cast<double>(sequence.strain()))};
  }
  return {penalty, price, thresholds[random.below(4)] * mean * random.unit()};
}

void RandomSequence::expect_promises(search::Moves& moves, int proposals,
                                     const std::function<void()>& made,
                                     const std::function<void()>& refused) {
  for (int i = 0; i < proposals; ++i) {
    SCOPED_TRACE("proposal " + std::to_string(i));
    const Snapshot before = snapshot(sequence);
    const search::Acceptance acceptance = random_acceptance();
    if (!moves.propose(acceptance)) {
      ASSERT_EQ(snapshot(sequence), before);
      ASSERT_TRUE(sequence.consistent());
      refused();
      continue;
    }
    ASSERT_NO_FATAL_FAILURE(expect_valid());
    const search::Effect effect{sequence.duration() - before.duration,
                                sequence.excess() - before.excess,
                                sequence.strain() - before.strain};  // consistent(): recomputed
    ASSERT_TRUE(acceptance.accepts(effect))
        << effect.duration << " + " << acceptance.penalty << " * " << effect.excess << " + "
        << acceptance.price << " * " << effect.strain << " > " << acceptance.threshold;
    made();
    if (testing::Test::HasFatalFailure()) return;
  }
}

void RandomSequence::expect_reliefs(search::Moves& moves, int times, Reliefs* reliefs) {
  for (int i = 0; i < times && !sequence.feasible(); ++i) {
    SCOPED_TRACE("relief " + std::to_string(i));
    const Snapshot before = snapshot(sequence);
    const search::Timeline& timeline = sequence.timeline();
    const search::Key high = timeline.highest_in_block(timeline.violated_step(0));
    if (moves.relieve(high, i % 3)) {
      ASSERT_LT(sequence.excess(), before.excess);
      ASSERT_NO_FATAL_FAILURE(expect_valid());
      ++reliefs->made;
    } else {
      ASSERT_EQ(snapshot(sequence), before);
      ASSERT_TRUE(sequence.consistent());
      ++reliefs->left;
    }
  }
}

}  // namespace moccasin::test
