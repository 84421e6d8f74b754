// SPDX-License-Identifier: Apache-2.0
// What search::Sequence maintains, looked up step by step in the plain list of operations. Live
// units come from naive_profile of the graph as it was before it was compiled, the questions about
// readers from the compiled graph.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "search/limits/compiled.h"
#include "search/local/sequence.h"
#include "tests/search/support/random_case.h"

namespace moccasin::test {

struct NaiveSequence {
  const RandomCase& problem_case;
  std::vector<search::Op> steps;

  [[nodiscard]] std::vector<std::int64_t> live() const;  // units, by step
  [[nodiscard]] std::int64_t excess() const { return over(problem_case.compiled.budget()); }
  // Units live beyond so many, summed over the steps.
  [[nodiscard]] std::int64_t over(std::int64_t limit) const;
  [[nodiscard]] std::int64_t duration() const;

  // The last step before `step` that runs `op`; steps.size() if none does.
  [[nodiscard]] std::size_t last_run_before(search::Op op, std::size_t step) const;
  // The steps that read the copy of `tensor` made at step `made`, ascending.
  [[nodiscard]] std::vector<std::size_t> readers(search::Tensor tensor, std::size_t made) const;
  // The last of them; `made` if there are none; steps.size() if the copy is retained.
  [[nodiscard]] std::size_t last_reader(search::Tensor tensor, std::size_t made) const;
};

// The keys of the steps, in order.
[[nodiscard]] std::vector<search::Key> keys(const search::Timeline& timeline);

// Expects `sequence` to be `naive` in every respect: steps, live units, sums, last readers,
// neighbouring copies.
void expect_same(const search::Sequence& sequence, const NaiveSequence& naive);

}  // namespace moccasin::test
