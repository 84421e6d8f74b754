// SPDX-License-Identifier: Apache-2.0
// Where a recomputation can be of use: in a stage in which something that reads it runs, for the
// first time or again, or in any before. A recomputation that nobody reads can be left out.
//
//   a -> b -> d      d runs first in stage 3 and is never recomputed, so b is of use in stages up
//   a ------> e(4)   to 3, and a in stages up to 4
#pragma once

#include <cstdint>

#include "base/strong_index.h"
#include "model/compiled/compiled_graph.h"

namespace moccasin::encoding {

// By operation: the last stage in which running it again can be of use; its own number, when
// it runs first, if there is none or if it may not run again. O(operations + reads).
[[nodiscard]] base::IndexedVector<compiled::Op, std::uint32_t> last_useful_stages(
    const compiled::CompiledGraph& graph);

}  // namespace moccasin::encoding
