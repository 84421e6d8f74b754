// SPDX-License-Identifier: Apache-2.0
// Exact search for a placement that ends at a given height at most: lowest place first.
//
// Take the open rectangle that can lie lowest. Either it lies under everything open that it meets,
// and then its place is final; or something of that goes under it, and it waits until then. In the
// placements that this leaves out, something could be moved down.
//
//   height 6       +--+         nothing placed: x, z can lie at 0; x first
//            +-----+z |         0: x placed; y and w at 3 at least
//            |y |w |  |         1: z, now lowest, placed at 0: w has to lie at 3 now. If y is
//            +--+--+--+             two high, w three and v on both, this does not fit
//            |x |  |z |         1: so z waits: w goes under it; ...
//            +--+--+--+
//
// - A failure has a reason, the levels of the decisions that it rests on (lowest_places.h). It
// jumps
//   back over all decisions that had no part in it; a decision both of whose branches failed hands
//   up the union of their reasons without itself (conflict-directed backjumping: Prosser, Hybrid
//   algorithms for the constraint satisfaction problem, 1993).
// - Stretches of time that share nothing open are searched one by one; once one is done, it is left
//   alone whatever becomes of the others.
// - Buffers that are alike wait together.
//
// No recursion: the stack of decisions is a vector, as deep as there are placements and waits.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "search/limits/meter.h"
#include "search/packing/lowest_places.h"
#include "search/packing/rectangles.h"

namespace moccasin::search {

class LowestPlaceSearch {
 public:
  enum class Outcome { found, none, stopped };  // a placement; proved: none; no time for more

  // All outlive this.
  LowestPlaceSearch(const Rectangles& rectangles, const Neighbors& neighbors,
                    const Obstacles& obstacles)
      : rectangles_(rectangles), places_(rectangles, neighbors, obstacles) {}

  // Whether anything can end at `height` bytes at most. Of those that can lie equally low, the
  // first in `order`, which has all that are not fixed, is taken.
  [[nodiscard]] Outcome run(std::int64_t height, const std::vector<Rect>& order, Share share);

  // Of the placement that was found.
  [[nodiscard]] const Offsets& offsets() const { return places_.offsets(); }
  // How often each had a part in a failure: may be scaled down between runs.
  [[nodiscard]] base::IndexedVector<Rect, std::uint64_t>& blame() { return places_.blame(); }

 private:
  // Sections that share nothing open with others, and a part of pool_ with all that is open there.
  struct Stretch {
    Span<Section> sections;
    std::size_t pool_begin = 0, pool_end = 0;
    std::size_t open = 0;  // of the pool
  };
  enum class Branch { placed, waits };
  struct Decision {
    Rect rect;  // invalid: none, at the bottom of the stack
    Branch branch = Branch::placed;
    Stretch stretch;
    LowestPlaces::Mark before;
    LowestPlaces::Level level = 0;
    LevelSets::Id failure = LevelSets::kNone;  // of the first branch, without this level
    Section next;                              // behind the stretches searched so far
    bool split = false;                        // whether there may be several
    std::size_t pool = 0;                      // its size before
  };

  [[nodiscard]] std::span<const Rect> pool(const Stretch& stretch) const {
    return std::span(pool_).subspan(stretch.pool_begin, stretch.pool_end - stretch.pool_begin);
  }
  void start(const std::vector<Rect>& order);
  [[nodiscard]] std::optional<Stretch> next_stretch();
  [[nodiscard]] std::optional<Stretch> gather(Span<Section> sections, const Stretch& from);
  void compact(Stretch& stretch);
  // The next decision within `stretch`. False if it failed.
  [[nodiscard]] bool decide(Stretch stretch);
  [[nodiscard]] bool place(const Stretch& stretch, Rect r);
  // To a decision that has another branch, and into that. False if there is none.
  [[nodiscard]] bool backtrack();
  [[nodiscard]] bool try_waiting();
  // The stretch on top has a placement: what led to it is final. False if that was all.
  [[nodiscard]] bool leave_solved();

  const Rectangles& rectangles_;
  LowestPlaces places_;
  std::vector<Rect> pool_;  // of all stretches on the stack, each in the order given
  std::vector<Decision> decisions_;
  LowestPlaces::Level level_ = 0;
};

}  // namespace moccasin::search
