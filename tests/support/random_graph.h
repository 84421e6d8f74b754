// SPDX-License-Identifier: Apache-2.0
// Random graphs of the whole model, unlike any network: operations of no, one and several outputs,
// workspaces, retained and unread outputs, zero durations and sizes, copy limits, resident bytes,
// duplicate reads, orders of addition that are not topological, base orders given or made.
#pragma once

#include <cstddef>

#include "base/random.h"
#include "model/graph.h"

namespace moccasin::test {

// `operations` >= 1. Small numbers, so that ties are frequent.
[[nodiscard]] model::Graph random_graph(std::size_t operations, base::Random& random);

}  // namespace moccasin::test
