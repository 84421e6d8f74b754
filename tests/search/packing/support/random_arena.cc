// SPDX-License-Identifier: Apache-2.0
#include "tests/search/packing/support/random_arena.h"

#include <algorithm>

namespace moccasin::test {
namespace {

using model::ArenaBuffer;

bool apart(const ArenaBuffer& a, const ArenaBuffer& b) {
  return a.size == 0 || b.size == 0 || a.lower >= a.upper || b.lower >= b.upper ||
         a.upper <= b.lower || b.upper <= a.lower || a.offset + a.size <= b.offset ||
         b.offset + b.size <= a.offset;
}

// `placed` have offsets; the others follow.
bool exists(std::vector<ArenaBuffer>& placed, std::span<const ArenaBuffer> others,
            std::int64_t height) {
  if (others.empty()) return true;
  ArenaBuffer next = others.front();
  const std::int64_t first = std::max<std::int64_t>(next.offset, 0);
  const std::int64_t last = next.offset >= 0 ? next.offset : height - next.size;
  for (next.offset = first; next.offset <= last && next.offset + next.size <= height;
       next.offset += next.alignment) {
    const auto is_apart = [&](const ArenaBuffer& other) { return apart(next, other); };
    if (!std::all_of(placed.begin(), placed.end(), is_apart)) continue;
    placed.push_back(next);
    if (exists(placed, others.subspan(1), height)) return true;
    placed.pop_back();
  }
  return false;
}

}  // namespace

std::vector<ArenaBuffer> random_arena(base::Random& random, std::size_t most) {
  const bool aligned = random.chance(0.4), some_fixed = random.chance(0.4);
  const bool coarse = random.chance(0.3);
  std::vector<ArenaBuffer> buffers(1 + random.below(most)), fixed;
  for (ArenaBuffer& buffer : buffers) {
    buffer.lower = random.between(0, 6);
    buffer.upper = buffer.lower + random.between(random.chance(0.05) ? 0 : 1, 4);
    buffer.size = random.between(random.chance(0.1) ? 0 : 1, 5) * (coarse ? 2 : 1);
    if (aligned && random.chance(0.7)) buffer.alignment = random.between(1, 4);
    if (!some_fixed || !random.chance(0.3)) continue;
    buffer.offset = buffer.alignment * random.between(0, 6);
    const auto is_apart = [&](const ArenaBuffer& other) { return apart(buffer, other); };
    if (std::all_of(fixed.begin(), fixed.end(), is_apart)) {
      fixed.push_back(buffer);
    } else {
      buffer.offset = model::kToBePlaced;
    }
  }
  return buffers;
}

bool placement_exists(std::span<const ArenaBuffer> buffers, std::int64_t height) {
  std::vector<ArenaBuffer> by_area(buffers.begin(), buffers.end());
  // Those that leave little choice first: the answer is the same, and comes sooner.
  std::stable_sort(by_area.begin(), by_area.end(), [](const ArenaBuffer& a, const ArenaBuffer& b) {
    const auto area = [](const ArenaBuffer& buffer) {
      return buffer.offset >= 0 ? 1000 : buffer.size * (buffer.upper - buffer.lower);
    };
    return area(a) > area(b);
  });
  std::vector<ArenaBuffer> placed;
  return exists(placed, by_area, height);
}

}  // namespace moccasin::test
