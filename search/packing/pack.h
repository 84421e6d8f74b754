// SPDX-License-Identifier: Apache-2.0
// Offsets for buffers in one arena (model/arena.h), as low as can be found, or below a capacity.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "model/arena.h"
#include "search/limits/meter.h"

namespace moccasin::search {

struct PackOptions {
  // 0: the least height. Else the search ends with the first placement of at most so many bytes,
  // or with a proof that there is none.
  std::int64_t capacity = 0;
  std::uint64_t seed = 0;
};

enum class PackStatus {
  none,        // stopped before there was any placement: of a limit, or fixed buffers overlap
  placed,      // a placement: of any height, if a capacity was asked for and not reached
  fits,        // one within the capacity asked for
  optimal,     // one as low as the bound
  impossible,  // proved: none within the capacity; there may be a higher one
};

struct PackResult {
  PackStatus status = PackStatus::none;
  std::vector<std::int64_t> offsets;    // of each buffer; empty: none
  std::int64_t height = 0;              // bytes: where the highest buffer ends
  std::int64_t bound = 0;               // bytes: no placement is lower
  std::int64_t live_peak = 0;           // bytes live at once at most, which the bound is at least
  std::string_view found_by, bound_by;  // static

  [[nodiscard]] bool has_placement() const { return !offsets.empty(); }
};

// Goes by `share` of a meter: charges what it does, and ends when that is used up; what it finds
// and proves depends on the buffers, the options and the ticks alone. Every placement has passed
// model::verify_placement. Memory is linear in the buffers.
[[nodiscard]] PackResult pack(std::span<const model::ArenaBuffer> buffers,
                              const PackOptions& options, const Share& share);

}  // namespace moccasin::search
