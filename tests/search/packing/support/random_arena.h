// SPDX-License-Identifier: Apache-2.0
// Tiny random problems of offsets, and whether there is a placement, by trying all.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"
#include "model/arena.h"

namespace moccasin::test {

// Up to `most` buffers of a few bytes: some aligned, some fixed where that is possible, some of no
// bytes or never live.
[[nodiscard]] std::vector<model::ArenaBuffer> random_arena(base::Random& random, std::size_t most);

// Whether some placement ends at `height` at most.
[[nodiscard]] bool placement_exists(std::span<const model::ArenaBuffer> buffers,
                                    std::int64_t height);

}  // namespace moccasin::test
