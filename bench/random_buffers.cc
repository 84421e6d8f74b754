// SPDX-License-Identifier: Apache-2.0
#include "bench/random_buffers.h"

#include <algorithm>

#include "base/random.h"

namespace moccasin::bench {
namespace {

using model::ArenaBuffer;

// Of all magnitudes up to 2^bits, in steps of 64.
std::int64_t size_of(base::Random& random, std::uint32_t bits) {
  const std::int64_t most = std::int64_t{1} << (1 + random.below(bits));
  return 64 * random.between(std::max<std::int64_t>(most / 2, 1), most);
}

std::vector<ArenaBuffer> scattered(std::size_t count, base::Random& random) {
  std::vector<ArenaBuffer> buffers;
  const auto steps = static_cast<std::int64_t>(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t longest = random.chance(0.1) ? steps / 4 + 1 : 20;
    const std::int64_t lower = random.between(0, steps - 1);
    buffers.push_back(
        {.lower = lower, .upper = lower + random.between(1, longest), .size = size_of(random, 10)});
  }
  return buffers;
}

std::vector<ArenaBuffer> training(std::size_t count, base::Random& random) {
  std::vector<ArenaBuffer> buffers;
  const auto layers = static_cast<std::int64_t>(count / 4 + 1), end = 4 * layers;
  for (std::int64_t layer = 0; layer < layers; ++layer) {
    const std::int64_t there = 2 * layer, back = end - 2 * layer;
    const std::int64_t kept = size_of(random, 8), passed = size_of(random, 8);
    buffers.push_back({.lower = there, .upper = back, .size = kept});
    buffers.push_back({.lower = there, .upper = there + random.between(1, 4), .size = passed});
    buffers.push_back({.lower = back - 1, .upper = back + random.between(1, 3), .size = passed});
    const std::int64_t other = random.between(0, end - 2);
    buffers.push_back({.lower = other,
                       .upper = std::min(end, other + random.between(1, 12)),
                       .size = size_of(random, 9)});
  }
  return buffers;
}

// Halves of rectangles, cut along time or along bytes, until there are enough.
std::vector<ArenaBuffer> cut(std::size_t count, base::Random& random) {
  const std::int64_t steps = static_cast<std::int64_t>(count) * 4;
  std::vector<ArenaBuffer> buffers{{.lower = 0, .upper = steps, .size = 1 << 20}};
  for (std::size_t tries = 0; buffers.size() < count && tries < 100 * count; ++tries) {
    const std::size_t i = random.below(buffers.size());
    ArenaBuffer& whole = buffers[i];
    ArenaBuffer rest = whole;
    if (random.chance(0.6) && whole.upper - whole.lower >= 2) {
      whole.upper = rest.lower = random.between(whole.lower + 1, whole.upper - 1);
    } else if (whole.size >= 128) {
      whole.size = 64 * random.between(1, whole.size / 64 - 1);
      rest.size -= whole.size;
    } else {
      continue;
    }
    buffers.push_back(rest);
  }
  return buffers;
}

std::vector<ArenaBuffer> loose(std::size_t count, base::Random& random) {
  std::vector<ArenaBuffer> buffers = cut(count + count / 11, random);
  std::erase_if(buffers, [&](const ArenaBuffer&) { return random.below(12) == 0; });
  return buffers;
}

}  // namespace

const char* name_of(Shape shape) {
  switch (shape) {
    case Shape::scattered:
      return "scattered";
    case Shape::training:
      return "training";
    case Shape::cut:
      return "cut";
    case Shape::loose:
      return "loose";
  }
  return "";
}

std::vector<ArenaBuffer> random_buffers(Shape shape, std::size_t count, std::uint64_t seed) {
  base::Random random(base::derived_seed(seed, static_cast<std::uint64_t>(shape)));
  switch (shape) {
    case Shape::scattered:
      return scattered(count, random);
    case Shape::training:
      return training(count, random);
    case Shape::cut:
      return cut(count, random);
    case Shape::loose:
      return loose(count, random);
  }
  return {};
}

}  // namespace moccasin::bench
