// SPDX-License-Identifier: Apache-2.0
#include "search/packing/constructions.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "search/packing/in_time.h"
#include "search/packing/lowest_gap.h"
#include "search/packing/placing_order.h"
#include "search/packing/stacking.h"

namespace moccasin::search {
namespace {

// Beyond so many rectangles, those that take more than O(n log n) now and then are left out, or
// tried last, with so many ticks for each rectangle.
constexpr std::size_t kSmall = 20'000;
constexpr std::uint64_t kTicksOfStack = 4000, kTicksOfLowestGap = 180, kTicksOfChunks = 650;

struct Named {
  std::string_view name;
  std::function<std::optional<Offsets>()> construct;
};

class Constructions {
 public:
  Constructions(const Rectangles& rectangles, Share share)
      : rectangles_(rectangles), share_(share) {}

  [[nodiscard]] std::vector<Named> in_order() {
    const Named best{"best fit in time", in_time(Gap::best, Direction::forward)};
    const Named best_back{"best fit back in time", in_time(Gap::best, Direction::backward)};
    if (rectangles_.size() > kSmall) {
      return {best,
              best_back,
              {"lowest gap by contention", lowest(Hardness::contention)},
              {"lowest gap chunk by chunk", chunked(Hardness::size)}};
    }
    std::vector<Named> all;
    const auto stacks = [&](std::initializer_list<Named> more) {
      if (!rectangles_.any_fixed) all.insert(all.end(), more);
    };
    stacks({{"stacked by contention", stacked(Hardness::contention)}});
    all.push_back({"lowest gap by size", lowest(Hardness::size)});
    stacks({{"stacked by life", stacked(Hardness::life)},
            {"stacked by area", stacked(Hardness::area)},
            {"stacked by size", stacked(Hardness::size)}});
    all.push_back({"lowest gap by contention", lowest(Hardness::contention)});
    all.push_back(best);
    all.push_back({"first fit back in time", in_time(Gap::first, Direction::backward)});
    return all;
  }

  [[nodiscard]] Named fallback() {
    return {"best fit in time", in_time(Gap::best, Direction::forward)};
  }

 private:
  using Construct = std::function<std::optional<Offsets>()>;

  Construct stacked(Hardness hardness) {
    return [this, hardness] {
      charge_order();
      const Share share(share_, kTicksOfStack * rectangles_.size());
      if (!least_large_) least_large_ = least_large_size(rectangles_);
      return stack(rectangles_, hardest_first(rectangles_, hardness), *least_large_, share);
    };
  }
  Construct lowest(Hardness hardness) {
    return [this, hardness] {
      charge_order();
      const Share share(share_, rectangles_.size() > kSmall ? kTicksOfLowestGap * rectangles_.size()
                                                            : Meter::kUnlimited);
      return place_in_lowest_gaps(rectangles_, hardest_first(rectangles_, hardness), share);
    };
  }
  Construct chunked(Hardness hardness) {
    return [this, hardness] {
      constexpr std::size_t kChunk = 2048;
      charge_order();
      const auto order = chunk_by_chunk(rectangles_, hardest_first(rectangles_, hardness), kChunk);
      const Share share(share_, kTicksOfChunks * rectangles_.size());
      return place_in_lowest_gaps(rectangles_, order, share, kChunk);
    };
  }
  Construct in_time(Gap gap, Direction direction) {
    return [this, gap, direction] {
      charge_order();
      return std::optional(place_in_time(rectangles_, gap, direction, share_.meter()));
    };
  }
  void charge_order() { share_.meter().charge(4 * rectangles_.size()); }

  const Rectangles& rectangles_;
  Share share_;
  std::optional<std::int64_t> least_large_;  // the same for all stacks
};

}  // namespace

void construct(const Rectangles& rectangles, BestPlacement& best, Share share) {
  Constructions constructions(rectangles, share);
  for (const Named& named : constructions.in_order()) {
    if (share.ended()) break;
    best.offer(named.construct(), named.name);
    if (best.reached()) return;
  }
  if (best.offsets().size() == rectangles.size()) return;
  const Named fallback = constructions.fallback();
  best.offer(fallback.construct(), fallback.name);
}

}  // namespace moccasin::search
