// SPDX-License-Identifier: Apache-2.0
// A graph's fingerprint: written into schedules, so that one is never read with another graph.
#pragma once

#include <cstdint>

#include "model/graph.h"

namespace moccasin::model {

// 64-bit FNV-1a over all that a schedule depends on: names, durations, workspaces, copy limits,
// tensors, reads, base order, resident. The same on every machine.
[[nodiscard]] std::uint64_t fingerprint(const Graph& graph);

}  // namespace moccasin::model
