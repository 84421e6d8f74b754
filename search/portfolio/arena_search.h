// SPDX-License-Identifier: Apache-2.0
// What is done where a budget holds for the arena, beside the search by live bytes: that one goes
// on as if there were none, and this technique places what it passes.
//
//   duration | x                            x  fits by its live bytes, and waits
//            |   x                          o  is placed in the arena as well
//            |     o x
//            |        o  x   o              a priced cycle: live bytes near the budget are dear,
//            |            x x               which leaves room for what placing wastes
//            +------------------------- time
//
// Two ways in turn, as long as the fastest schedule known is not placed: those that wait are tried
// again, longer each time; and annealing goes on where memory has a price: what is live in the
// uppermost part of the capacity, the reserve, fits but costs something at every step. What comes
// of that is high where it has to be and nowhere else, and wastes little or nothing.
// The price rises while what is found is faster than what is placed but cannot be placed itself,
// and falls when it is placed, or no faster.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "search/portfolio/placer.h"
#include "search/portfolio/technique.h"

namespace moccasin::search {

class ArenaSearch final : public Technique {
 public:
  // Both outlive this.
  ArenaSearch(const model::Problem& problem, const Placer& placer, std::uint64_t seed);

  [[nodiscard]] std::string_view name() const override { return "arena"; }
  void plan(const Snapshot& snapshot) override;
  void run(Meter& meter, Publisher& to) override;
  void publish(Snapshot& snapshot) const override;
  [[nodiscard]] std::int64_t duration() const override { return placed_; }
  [[nodiscard]] Statistics statistics() const override;

 private:
  // How much of the capacity is dear, and what was learned of its price.
  struct Reserve {
    double part = 0;          // of the capacity
    double weight = 0;        // of the price, as in MemoryPrice
    double change = 0;        // of the weight's logarithm, the next time
    bool rising = true;       // the last time
    double length = 1;        // of a cycle, in shortest ones
    double least_height = 0;  // as in Trial, of its last cycle; infinite before
    Steps last = {};          // where the last cycle ended that found what fits
  };
  // What a cycle has passed, the best at that price last.
  struct Passed {
    Steps steps;
    std::int64_t duration = 0;
  };
  // What placing has done with it.
  struct Trial {
    bool placed = false;
    double height = 0;  // of the lowest found, in capacities; infinite: none was found
  };

  [[nodiscard]] bool has_work() const { return fastest_ < placed_; }
  [[nodiscard]] const Unplaced* next_of_waiting() const;
  void try_again(const Unplaced& schedule, Share& turn, Publisher& to);
  void priced_cycle(Share& turn, Publisher& to);
  [[nodiscard]] static Reserve new_reserve(double part);
  [[nodiscard]] Reserve& next_reserve();
  [[nodiscard]] std::vector<Passed> anneal(Reserve& reserve, Share& turn);
  Trial place_last(const std::vector<Passed>& passed, Meter& meter, Publisher& to);
  Trial place(const model::Schedule& schedule, const Share& share, Publisher& to);

  const model::Problem& problem_;
  const Placer& placer_;
  base::Random random_;
  const Snapshot* snapshot_ = nullptr;
  std::uint64_t pace_ = 0, ticks_ = 0;
  std::int64_t fastest_ = Incumbent::kNoDuration;  // that fits by its live bytes
  std::int64_t placed_ = Incumbent::kNoDuration;   // in the arena, whoever did it
  std::map<std::uint64_t, int> attempts_;          // by number on the list
  Found found_, fitting_;  // its own fastest: of what is placed, and of what fits
  std::vector<Reserve> reserves_;
  std::optional<CompiledGraph> graph_;  // from the first cycle on
  std::optional<Annealing> annealing_;
  std::uint64_t ticks_a_proposal_ = 1;  // of the last cycle
  std::int64_t tried_ = 0, succeeded_ = 0, cycles_ = 0;
};

}  // namespace moccasin::search
