// SPDX-License-Identifier: Apache-2.0
// The packer beside brute force. MOCCASIN_PACKING_PROBLEMS sets how many problems, and
// MOCCASIN_PACKING_FIRST the first seed, for long runs.
#include "search/packing/pack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "model/verify_placement.h"
#include "tests/search/packing/support/random_arena.h"
#include "tests/support/from_environment.h"

namespace moccasin::search {
namespace {

using model::ArenaBuffer;

PackResult packed(const std::vector<ArenaBuffer>& buffers, PackOptions options = {},
                  std::uint64_t ticks = Meter::kUnlimited) {
  const Limits limits;
  Meter meter(limits);
  return pack(buffers, options, Share(meter, ticks));
}

TEST(Pack, FindsTheLeastHeightOfTinyProblems) {
  const std::uint64_t problems = test::from_environment("MOCCASIN_PACKING_PROBLEMS", 5000);
  const std::uint64_t first = test::from_environment("MOCCASIN_PACKING_FIRST", 0);
  std::size_t proofs = 0, searched = 0;
  for (std::uint64_t seed = first; seed < first + problems; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    base::Random random(seed);
    const auto buffers = test::random_arena(random, 7);
    const PackResult result = packed(buffers, {.seed = seed});
    ASSERT_EQ(result.status, PackStatus::optimal);
    const auto verdict = model::verify_placement(buffers, result.offsets);
    ASSERT_TRUE(verdict.valid()) << verdict.violation->message;
    ASSERT_EQ(result.height, verdict.arena);
    ASSERT_EQ(result.bound, result.height);
    ASSERT_TRUE(result.height == 0 || !test::placement_exists(buffers, result.height - 1));
    if (result.bound_by == "search") ++proofs;
    if (result.found_by == "lowest place first") ++searched;

    const std::int64_t capacity = std::max<std::int64_t>(result.height + random.between(-2, 2), 1);
    const PackResult within = packed(buffers, {.capacity = capacity, .seed = seed});
    ASSERT_EQ(within.status == PackStatus::impossible, capacity < result.height);
    ASSERT_TRUE(within.height <= capacity || capacity < result.height);
    ASSERT_LE(within.bound, result.height);
    ASSERT_TRUE(model::verify_placement(buffers, within.offsets).valid());
  }
  std::cout << problems << " problems: " << proofs << " proofs above the bound by live bytes, "
            << searched << " least placements found by search alone\n";
}

}  // namespace
}  // namespace moccasin::search
