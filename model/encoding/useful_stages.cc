// SPDX-License-Identifier: Apache-2.0
#include "model/encoding/useful_stages.h"

#include <algorithm>

namespace moccasin::encoding {

using compiled::Op;
using compiled::Tensor;

base::IndexedVector<Op, std::uint32_t> last_useful_stages(const compiled::CompiledGraph& graph) {
  base::IndexedVector<Op, std::uint32_t> last(graph.num_ops(), 0);
  const auto end = static_cast<std::uint32_t>(graph.num_ops());
  // Readers have higher numbers: theirs are known.
  for (std::uint32_t number = end; number-- > 0;) {
    const Op op(number);
    last[op] = number;
    if (!graph.recomputable(op)) continue;
    for (std::uint32_t i = 0; i < graph.num_tensors(op); ++i) {
      const Tensor tensor(graph.first_tensor(op).value() + i);
      if (graph.tensor(tensor).retain == model::Retain::yes) last[op] = end - 1;
      for (const Op reader : graph.readers(tensor)) last[op] = std::max(last[op], last[reader]);
    }
  }
  return last;
}

}  // namespace moccasin::encoding
