// SPDX-License-Identifier: Apache-2.0
// What the tests of the moves ask of a sequence.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "search/local/moves.h"
#include "search/local/sequence.h"
#include "tests/search/support/random_case.h"

namespace moccasin::test {

// All that can be asked of a sequence, in numbers that do not depend on where its steps are kept.
struct Snapshot {
  std::vector<search::Op> steps;
  std::vector<std::int64_t> live;
  std::vector<std::size_t> last_readers;  // by step, then output; the number of steps: retained
  std::int64_t duration = 0, excess = 0, strain = 0;
  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

[[nodiscard]] Snapshot snapshot(const search::Sequence& sequence);

// Recomputations as (operation, stage).
using Places = std::set<std::pair<search::Op, search::Op>>;
enum class Which { all, unread };

[[nodiscard]] Places places(const search::Sequence& sequence, Which which);

struct Reliefs {
  int made = 0, left = 0;  // what there was nothing to be done about
};

// A sequence of a random case, with recomputations at `recompute` (see random_schedule); staged if
// the order is kept. One in three has a soft limit.
struct RandomSequence {
  RandomSequence(std::uint64_t seed, std::size_t most_operations, double recompute,
                 model::Order order = model::Order::kept);

  // Expects a sequence in scope within the copies allowed, and that what is kept incrementally
  // equals what is computed from the steps.
  void expect_valid() const;

  // From frozen to molten, from excess that does not matter to excess that decides; now and then
  // asking for more than can be had.
  search::Acceptance random_acceptance();

  // Proposes `proposals` times. Expects of each move made that it leaves a sequence as above and
  // was to be accepted, of each refused that it left no trace; calls `made` or `refused` then.
  void expect_promises(search::Moves& moves, int proposals, const std::function<void()>& made,
                       const std::function<void()>& refused);

  // Relieves a high step, if there is one, `times` times. Expects each relief to take excess away
  // and to leave a sequence as above, or to leave no trace.
  void expect_reliefs(search::Moves& moves, int times, Reliefs* reliefs);

  RandomCase problem_case;
  search::Sequence sequence;
};

}  // namespace moccasin::test
