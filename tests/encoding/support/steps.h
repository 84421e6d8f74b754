// SPDX-License-Identifier: Apache-2.0
// Which staged sequences an encoding can express.
#pragma once

#include <algorithm>
#include <vector>

#include "model/encoding/encoding.h"
#include "model/encoding/useful_stages.h"

namespace moccasin::test {

// `steps` without recomputations that no encoding models: in stages where they are of no use.
[[nodiscard]] inline encoding::Steps useful_steps(const compiled::CompiledGraph& graph,
                                                  const encoding::Steps& steps) {
  const auto last = encoding::last_useful_stages(graph);
  encoding::Steps useful;
  std::uint32_t stage = 0;
  base::IndexedVector<compiled::Op, char> done(graph.num_ops(), 0);
  for (const compiled::Op op : steps) {
    const bool first = done[op] == 0;
    if (first || stage <= last[op]) useful.push_back(op);
    done[op] = 1;
    if (first) ++stage;
  }
  return useful;
}

// Whether every step is a run of the encoding.
[[nodiscard]] inline bool copies_suffice(const encoding::Encoding& encoding,
                                         const encoding::Steps& steps) {
  std::vector<std::size_t> runs(encoding.model().runs.size(), 0);
  return std::all_of(steps.begin(), steps.end(), [&](compiled::Op op) {
    return encoding.run_of(op, runs[op.value()]++).valid();
  });
}

}  // namespace moccasin::test
