// SPDX-License-Identifier: Apache-2.0
// Placements of the public headers as those of the model, and back. Not installed.
#pragma once

#include "moccasin/moccasin.hpp"
#include "model/arena.h"

namespace moccasin {
inline namespace v0 {

[[nodiscard]] inline Placement to_public(const model::Placement& placement) {
  return {placement.buffers, placement.workspaces, placement.alignment, placement.arena};
}

[[nodiscard]] inline model::Placement to_model(const Placement& placement) {
  return {placement.offsets, placement.workspaces, placement.alignment, placement.arena};
}

}  // namespace v0
}  // namespace moccasin
