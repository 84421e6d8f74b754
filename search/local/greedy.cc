// SPDX-License-Identifier: Apache-2.0
#include "search/local/greedy.h"

namespace moccasin::search {
namespace {

// In a row, each with more effort than the last: where all of them fail, the steps that are left
// over the budget are as low as greedy gets them, and annealing goes on.
constexpr int kMostFailures = 32;

}  // namespace

// A random step to begin from, then the first one over the budget from there on, then the highest
// near it: high steps come first without the highest of all being looked for each time, and a step
// that nothing can relieve is not tried over and over.
bool relieve_all(const Sequence& sequence, Moves& moves, base::Random& random, Meter& meter) {
  const Timeline& timeline = sequence.timeline();
  for (int failures = 0; !sequence.feasible();) {
    if (failures == kMostFailures || meter.ended()) return false;
    const std::uint64_t before = sequence.work();
    const Key from = static_cast<Key>(random.below(static_cast<std::uint64_t>(timeline.end())));
    const Key high = timeline.highest_in_block(timeline.violated_step(from));
    failures = moves.relieve(high, failures) ? 0 : failures + 1;
    meter.charge(sequence.work() - before);
  }
  return true;
}

}  // namespace moccasin::search
