// SPDX-License-Identifier: Apache-2.0
// Buffers that a caller has, checked, as the packer and the checker want them. Not installed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "moccasin/arena.hpp"
#include "model/arena.h"

namespace moccasin {
inline namespace v0 {

// Beyond this no sum of sizes, alignments and offsets may come, and no time.
inline constexpr std::int64_t kMostBytes = std::int64_t{1} << 62;

// All offsets are multiples of `alignment` as well, which is at least 1. Or the first buffer that
// no arena can hold.
[[nodiscard]] std::variant<std::vector<model::ArenaBuffer>, std::vector<Issue>> check_buffers(
    const std::vector<ArenaBuffer>& buffers, std::int64_t alignment);

// Whether buffers, each above the one before, would end beyond kMostBytes; what is said then.
[[nodiscard]] std::optional<Issue> find_overflow(std::span<const model::ArenaBuffer> buffers);

// What two buffers that lie somewhere already do to each other.
[[nodiscard]] std::optional<Issue> find_fixed_overlap(std::span<const model::ArenaBuffer> buffers);

}  // namespace v0
}  // namespace moccasin
