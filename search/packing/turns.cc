// SPDX-License-Identifier: Apache-2.0
#include "search/packing/turns.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/random.h"
#include "search/packing/height_bound.h"
#include "search/packing/lowest_place_search.h"
#include "search/packing/placing_order.h"

namespace moccasin::search {
namespace {

using Outcome = LowestPlaceSearch::Outcome;

constexpr std::array kHardness{Hardness::contention, Hardness::life, Hardness::area};

// Neighbors and sections of all rectangles, about 300 MB, and ticks of a dive, about a second,
// beyond which the search is not set up.
constexpr std::uint64_t kMostNeighbors = 20'000'000, kMostOfADive = 200'000'000;

// What to order the rectangles by in a turn.
class TurnOrders {
 public:
  TurnOrders(const Rectangles& rectangles, std::uint64_t seed) : random_(seed) {
    for (const Hardness hardness : kHardness) {
      std::vector<Rect>& order = orders_.emplace_back(hardest_first(rectangles, hardness));
      std::erase_if(order, [&](Rect r) { return rectangles.all[r].fixed(); });
    }
  }

  // One of the orders as it is, or, later, a little shuffled, those to blame for failures first.
  [[nodiscard]] std::vector<Rect> next(std::uint64_t turn,
                                       const base::IndexedVector<Rect, std::uint64_t>& blame) {
    const std::vector<Rect>& order = orders_[turn % orders_.size()];
    if (turn < orders_.size()) return order;
    std::uint64_t most = 1;
    for (const std::uint64_t each : blame) most = std::max(most, each);
    const auto places = static_cast<std::int64_t>(order.size());
    std::vector<std::pair<std::int64_t, Rect>> ranks;
    for (std::int64_t i = 0; i < places; ++i) {
      const Rect r = order[static_cast<std::size_t>(i)];
      const auto shift = random_.between(-places * kShuffle, places * kShuffle);
      const auto blamed = static_cast<std::int64_t>(blame[r] * kBlame / most);
      ranks.emplace_back(i * std::int64_t{kOne} + shift - places * blamed, r);
    }
    std::sort(ranks.begin(), ranks.end());
    std::vector<Rect> next;
    for (const auto& [rank, r] : ranks) next.push_back(r);
    return next;
  }

 private:
  static constexpr std::uint64_t kOne = 4096;          // a place in the order
  static constexpr std::int64_t kShuffle = kOne / 33;  // of all places, up or down
  static constexpr std::uint64_t kBlame = 2 * kOne;    // of all places, up, who is most to blame

  base::Random random_;
  std::vector<std::vector<Rect>> orders_;
};

// At which height to try next.
class Aim {
 public:
  Aim(Quest quest, std::int64_t goal) : quest_(quest), least_(goal), hard_(goal), aim_(goal) {}

  [[nodiscard]] std::int64_t height() const { return aim_; }

  void found(std::int64_t best) {
    failures_ = 0;
    aim_ = halfway(best - 1);
    keep_within(best);
  }
  // `least`: nothing lower is possible.
  void refuted(std::int64_t least, std::int64_t best) {
    least_ = std::max(least_, least);
    hard_ = std::max(hard_, least_);
    aim_ = std::max(aim_, least_);
    keep_within(best);
  }
  void stopped(std::int64_t best) {
    const bool lowest = aim_ == least_;
    if (quest_ == Quest::goal || ++failures_ < (lowest ? kPatienceBelow : kPatience)) return;
    failures_ = 0;
    hard_ = aim_;
    if (best - 1 - hard_ <= best / kFine) {
      hard_ = aim_ = least_;
    } else {
      aim_ = halfway(best);
    }
    keep_within(best);
  }

 private:
  static constexpr int kPatienceBelow = 8, kPatience = 3;
  static constexpr std::int64_t kFine = 2000;  // of the height: no use to aim between

  [[nodiscard]] std::int64_t halfway(std::int64_t height) const {
    return hard_ + (height - hard_) / 2;
  }
  void keep_within(std::int64_t best) { aim_ = std::max(std::min(aim_, best - 1), least_); }

  const Quest quest_;
  std::int64_t least_, hard_, aim_;  // hard_: tried for long enough for now
  int failures_ = 0;                 // at the aim
};

// How much a turn may do, in ticks_of_a_dive(). Few: a search that goes wrong early takes for ever,
// and another order takes it to another place.
constexpr std::uint64_t kDives = 3, kLeastQuota = 20'000;

// The first are longer, since nothing is known yet, and one in so many is, for proofs.
std::uint64_t quota_of(std::uint64_t turn, std::uint64_t quota) {
  constexpr std::uint64_t kLongEvery = 64, kLong = 8;
  if (turn % kLongEvery == kLongEvery - 1) return kLong * quota;
  return turn < kHardness.size() ? 4 * quota : quota;
}

// Ticks that it takes to place all once.
std::uint64_t ticks_of_a_dive(const Rectangles& rectangles, std::uint64_t neighbors) {
  const std::uint64_t n = rectangles.size(), sections = rectangles.units.size();
  return neighbors + n * (n + sections) / 8;
}

}  // namespace

void search_by_turns(const Rectangles& rectangles, Quest quest, std::uint64_t seed,
                     BestPlacement& best, std::int64_t& bound, Share share) {
  const std::uint64_t count = count_neighbors(rectangles);
  const std::uint64_t dive = ticks_of_a_dive(rectangles, count);
  if (count > kMostNeighbors || dive > kMostOfADive) return;
  share.meter().charge(count);
  if (share.ended()) return;
  const Neighbors neighbors = neighbors_of(rectangles);
  const Obstacles obstacles(rectangles, neighbors);
  const PossibleHeights heights(rectangles);
  LowestPlaceSearch search(rectangles, neighbors, obstacles);
  TurnOrders orders(rectangles, seed);
  Aim aim(quest, best.goal());
  std::uint64_t quota = std::max(kDives * dive, kLeastQuota);
  for (std::uint64_t turn = 0; !share.ended(); ++turn) {
    const std::vector<Rect> order = orders.next(turn, search.blame());
    share.meter().charge(4 * order.size());
    switch (search.run(aim.height(), order, Share(share, quota_of(turn, quota)))) {
      case Outcome::found:
        best.offer(search.offsets(), "lowest place first");
        aim.found(best.height());
        break;
      case Outcome::none:
        bound = std::max(bound, heights.at_least(aim.height() + 1));
        aim.refuted(bound, best.height());
        break;
      case Outcome::stopped:
        aim.stopped(best.height());
        break;
    }
    if (best.reached() || best.height() <= bound) return;
    if (quest == Quest::goal && bound > best.goal()) return;
    for (std::uint64_t& blame : search.blame()) blame -= blame / 20;
    quota += quota / 1000;
  }
}

}  // namespace moccasin::search
