// SPDX-License-Identifier: Apache-2.0
#include "tests/search/support/naive_sequence.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/naive_profile.h"

namespace moccasin::test {

using search::Key;
using search::Op;
using search::RunId;
using search::Tensor;

std::vector<std::int64_t> NaiveSequence::live() const {
  const RandomCase& c = problem_case;
  const std::int64_t unit = std::max<std::int64_t>(bytes_a_unit(c.graph, c.compiled), 1);
  std::vector<std::int64_t> live = naive_profile(c.graph, schedule_of(c.compiled, steps)).live;
  for (std::int64_t& bytes : live) bytes = (bytes - c.graph.resident()) / unit;
  return live;
}

std::int64_t NaiveSequence::over(std::int64_t limit) const {
  std::int64_t over = 0;
  for (const std::int64_t units : live()) over += std::max<std::int64_t>(units - limit, 0);
  return over;
}

std::int64_t NaiveSequence::duration() const {
  std::int64_t duration = 0;
  for (const Op op : steps) duration += problem_case.compiled.duration(op);
  return duration;
}

std::size_t NaiveSequence::last_run_before(Op op, std::size_t step) const {
  while (step-- > 0) {
    if (steps[step] == op) return step;
  }
  return steps.size();
}

std::vector<std::size_t> NaiveSequence::readers(Tensor tensor, std::size_t made) const {
  std::vector<std::size_t> result;
  for (std::size_t step = made + 1; step < steps.size(); ++step) {
    const auto inputs = problem_case.compiled.inputs(steps[step]);
    if (std::find(inputs.begin(), inputs.end(), tensor) == inputs.end()) continue;
    if (last_run_before(steps[made], step) == made) result.push_back(step);
  }
  return result;
}

std::size_t NaiveSequence::last_reader(Tensor tensor, std::size_t made) const {
  const bool last_copy = last_run_before(steps[made], steps.size()) == made;
  const bool retained = problem_case.compiled.tensor(tensor).retain == model::Retain::yes;
  if (last_copy && retained) return steps.size();
  const std::vector<std::size_t> all = readers(tensor, made);
  return all.empty() ? made : all.back();
}

std::vector<Key> keys(const search::Timeline& timeline) {
  std::vector<Key> result;
  for (Key key = 0; key < timeline.end(); ++key) {
    if (timeline.occupied(key)) result.push_back(key);
  }
  return result;
}

void expect_same(const search::Sequence& sequence, const NaiveSequence& naive) {
  ASSERT_EQ(sequence.steps(), naive.steps);
  ASSERT_EQ(sequence.duration(), naive.duration());
  ASSERT_EQ(sequence.excess(), naive.excess());
  ASSERT_EQ(sequence.feasible(), naive.excess() == 0);
  const search::Timeline& timeline = sequence.timeline();
  const search::CompiledGraph& graph = sequence.graph();
  const std::vector<std::int64_t> live = naive.live();
  const std::vector<Key> key = keys(timeline);
  ASSERT_EQ(key.size(), naive.steps.size());
  const auto step_of = [&](RunId run) {
    return static_cast<std::size_t>(std::find(key.begin(), key.end(), timeline.key(run)) -
                                    key.begin());
  };
  for (std::size_t step = 0; step < key.size(); ++step) {
    SCOPED_TRACE("step " + std::to_string(step));
    const RunId run = timeline.run(key[step]);
    const Op op = sequence.op(run);
    ASSERT_EQ(timeline.live(key[step]), live[step]);
    ASSERT_EQ(sequence.key(run), key[step]);
    const std::size_t previous = naive.last_run_before(op, step);
    ASSERT_EQ(sequence.recomputation(run), previous != key.size());
    if (sequence.recomputation(run)) {
      ASSERT_EQ(step_of(sequence.previous_copy(run)), previous);
      ASSERT_EQ(sequence.next_copy(sequence.previous_copy(run)), run);
    } else {
      ASSERT_EQ(sequence.first_run(op), run);
    }
    const bool last_copy = naive.last_run_before(op, key.size()) == step;
    ASSERT_EQ(sequence.next_copy(run).valid(), !last_copy);
    ASSERT_EQ(sequence.copies(op), std::count(naive.steps.begin(), naive.steps.end(), op));
    bool read = false;
    for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
      const Tensor tensor(graph.first_tensor(op).value() + i);
      const std::size_t expected = naive.last_reader(tensor, step);
      const RunId last = sequence.last_reader(run, i);
      ASSERT_EQ(last.valid() ? step_of(last) : key.size(), expected) << "output " << i;
      read = read || expected != step;
    }
    ASSERT_EQ(sequence.is_read(run), read);
  }
}

}  // namespace moccasin::test
