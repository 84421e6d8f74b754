// SPDX-License-Identifier: Apache-2.0
#include "search/local/greedy.h"

namespace moccasin::search {

bool relieve_all(const Sequence& sequence, Moves& moves, base::Random& random, Meter& meter) {
  constexpr int kMostFailures = 32;  // in a row
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
