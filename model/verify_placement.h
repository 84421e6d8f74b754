// SPDX-License-Identifier: Apache-2.0
// Whether buffers overlap in an arena: written to be obviously right, shares no code with the
// search for offsets. Memory and time: O(n log n).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/arena.h"

namespace moccasin::model {

enum class PlacementRule {
  complete,  // as many offsets as buffers
  in_arena,  // no offset is negative, no buffer ends above the capacity
  aligned,   // each offset is a multiple of the buffer's alignment
  fixed,     // what lies somewhere already stays there
  apart,     // two buffers that are live at once do not overlap
};

[[nodiscard]] std::string_view placement_rule_name(PlacementRule rule);

struct PlacementViolation {
  PlacementRule rule = PlacementRule::complete;
  std::size_t buffer = 0, other = 0;  // whose; `other`: what it overlaps
  std::string message;                // one line that calls them by these numbers
  friend bool operator==(const PlacementViolation&, const PlacementViolation&) = default;
};

struct PlacementVerdict {
  std::optional<PlacementViolation> violation;  // the first found; empty: the placement is valid
  std::int64_t arena = 0;                       // where the highest buffer ends, if valid
  [[nodiscard]] bool valid() const { return !violation.has_value(); }
};

// Buffers of no bytes, or never live, overlap nothing, but must lie in the arena and aligned.
[[nodiscard]] PlacementVerdict verify_placement(std::span<const ArenaBuffer> buffers,
                                                std::span<const std::int64_t> offsets,
                                                std::int64_t capacity = INT64_MAX);

// Those alone that lie somewhere already, where they lie. The numbers are those of `buffers`.
[[nodiscard]] PlacementVerdict verify_fixed(std::span<const ArenaBuffer> buffers);

// The placement of a schedule. The numbers of buffers are those of Placement::buffers, then the
// steps' workspaces. Pre-condition: every read finds an earlier run of its producer.
[[nodiscard]] PlacementVerdict verify_placement(const Graph& graph, const Schedule& schedule,
                                                const Placement& placement,
                                                std::int64_t capacity = INT64_MAX);

}  // namespace moccasin::model
