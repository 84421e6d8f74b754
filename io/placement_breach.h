// SPDX-License-Identifier: Apache-2.0
// What is wrong with the offsets of a schedule in a file, if anything is, with buffers by their
// names (io/buffer_name.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "io/schedule_file.h"
#include "model/graph.h"

namespace moccasin::io {

struct PlacementBreach {
  std::string what;                 // "rule 'no overlap'", "claim 'arena'"
  std::optional<std::size_t> step;  // that writes the buffer it is about
  std::string message;
  friend bool operator==(const PlacementBreach&, const PlacementBreach&) = default;
};

// By model::verify_placement; then whether the arena is as large as the file says; then whether
// arena and resident bytes are within the budget, if there is one. Pre-condition: the file has a
// schedule and a placement; every read finds an earlier run of its producer.
[[nodiscard]] std::optional<PlacementBreach> find_placement_breach(
    const model::Graph& graph, const ScheduleFile& file, std::optional<std::int64_t> budget);

}  // namespace moccasin::io
