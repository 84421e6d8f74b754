// SPDX-License-Identifier: Apache-2.0
#include "search/local/unread.h"

#include <algorithm>

namespace moccasin::search {

model::Schedule without_unread(const model::Graph& graph, const model::Schedule& schedule) {
  // From the last step to the first: whether the run of it before is to stay.
  base::IndexedVector<model::OpIndex, char> stays(graph.num_operations(), 1);
  model::Schedule kept;
  for (auto step = schedule.steps.rbegin(); step != schedule.steps.rend(); ++step) {
    if (stays[*step] == 0) continue;
    stays[*step] = 0;
    kept.steps.push_back(*step);
    for (const model::TensorIndex t : graph.inputs(*step)) stays[graph.tensor(t).producer] = 1;
  }
  std::reverse(kept.steps.begin(), kept.steps.end());
  return kept;
}

}  // namespace moccasin::search
