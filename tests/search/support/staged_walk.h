// SPDX-License-Identifier: Apache-2.0
// What the tests of the kept-order moves ask of a staged sequence.
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "search/local/sequence.h"
#include "tests/search/support/random_case.h"

namespace moccasin::test {

// All that can be asked of a sequence, in numbers that do not depend on where its steps are kept.
struct Snapshot {
  std::vector<search::Op> steps;
  std::vector<std::int64_t> live;
  std::vector<std::size_t> last_readers;  // by step, then output; the number of steps: retained
  std::int64_t duration = 0, excess = 0;
  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

[[nodiscard]] Snapshot snapshot(const search::Sequence& sequence);

// Recomputations as (operation, stage).
using Places = std::set<std::pair<search::Op, search::Op>>;
enum class Which { all, unread };

[[nodiscard]] Places places(const search::Sequence& sequence, Which which);

// A sequence of a random case of order kept, with recomputations at `recompute` (see
// random_schedule).
struct StagedWalk {
  StagedWalk(std::uint64_t seed, std::size_t most_operations, double recompute);

  // Expects a staged sequence within the copies allowed, and that what is kept incrementally equals
  // what is computed from the steps.
  void expect_valid() const;

  RandomCase problem_case;
  search::Sequence sequence;
};

}  // namespace moccasin::test
