// SPDX-License-Identifier: Apache-2.0
// The floor: bytes below which no schedule of any scope fits. Resident bytes aside, three things
// need memory in all of them:
//
//   an operation, while it runs: its inputs, outputs and workspace;
//   the last step: every retained output;
//   a reader, before it runs: of the operations that write what it reads, one runs last before it,
//   and meanwhile what the others have written is live beside all that this one needs.
//
//   a --4--+            a needs 4 + its workspace 6 = 10, b as much, v needs 4 + 4 + 1 = 9. But
//          +--> v --1   before v runs, the later of a and b runs while the output of the other
//   b --4--+            is live: 14, whichever it is.
//
// So for a reader the least over its producers counts, and of all readers the most. The end of the
// schedule reads every retained output. Why this holds: docs/decisions/023-pairwise-floor.md.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "model/graph.h"

namespace moccasin::model {

struct Floor {
  enum class Where {
    operation,  // `operation` needs them by itself
    end,        // the retained outputs need them by themselves
    pair,       // `operation` with what `reader` reads beside its outputs
    pair_end,   // `operation` with the retained outputs
    states,  // what `operation` reads cannot be made in less, in whatever order and however often
    states_end,  // the same of the retained outputs
  };

  std::int64_t bytes = 0;
  // operation: that needs them, the first in base order; end, states_end: the last of all; states:
  // whose inputs they are; else: of the producers the one that needs least, the first in base order
  // of equals.
  OpIndex operation = {};
  Where where = Where::operation;
  OpIndex reader = {};  // pair: the first in base order that needs so much; else invalid
  friend bool operator==(const Floor&, const Floor&) = default;
};

// Of equal needs that of an operation by itself is told before that of the end, and both before
// those of pairs. O(operations + tensors + reads): where looking at pairs takes longer than a
// multiple of that, the floor is what has been found by then.
[[nodiscard]] Floor make_floor(const Graph& graph);

// The same, raised by a short search over what has to be in memory (backward_states.h): first for
// the retained outputs and for operations that nobody reads, as every schedule runs them, then for
// the inputs of those that need most. A fixed amount of work and a little for each operation.
[[nodiscard]] Floor make_strong_floor(const Graph& graph);
// With so much work more, where the floor is known already: to be called again and again with more.
// exact: the floor is the least peak of any order and number of runs. `ticks`: what is left of them
// afterwards. `goes_on`: asked now and then; false stops it.
struct RaisedFloor {
  Floor floor;
  bool exact = false;
};
[[nodiscard]] RaisedFloor raise_floor(const Graph& graph, const Floor& floor, std::uint64_t& ticks,
                                      const std::function<bool()>& goes_on = {});

// The operations that the floor is about: none at the end, two at a pair, else one.
[[nodiscard]] std::vector<OpIndex> operations_at(const Floor& floor);

// What is live while `floor.operation` runs, beside its own inputs, outputs and workspace and what
// is resident. Pre-condition: `floor` is of `graph`. Empty but for pairs.
[[nodiscard]] std::vector<TensorIndex> held_at_floor(const Graph& graph, const Floor& floor);

// Resident bytes and all retained outputs: what is live when the last step ends.
[[nodiscard]] std::int64_t bytes_at_end(const Graph& graph);
[[nodiscard]] std::vector<TensorIndex> retained_tensors(const Graph& graph);

// Bytes that `op` alone needs while it runs, resident included.
[[nodiscard]] std::int64_t bytes_to_run(const Graph& graph, OpIndex op);

}  // namespace moccasin::model
