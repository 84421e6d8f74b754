// SPDX-License-Identifier: Apache-2.0
// What is done where a budget holds for the arena, beside the search by live bytes: that one goes
// on as if there were none, and this technique places what it passes.
//
//   duration | x                            x  fits by its live bytes, and waits
//            |   x                          o  is placed in the arena as well
//            |     o x
//            |        o  x   o              a tighter cycle, of less live bytes than the budget
//            |            x x               allows, leaves room for what placing wastes
//            +------------------------- time
//
// Two ways in turn, as long as the fastest schedule known is not placed: the newest of those that
// wait are tried for longer than their finders could; and annealing goes on from the fastest in a
// graph where every operation leaves some part of the capacity free, as far as it does not need all
// of it itself. The part rises while what comes of it is faster than what is placed but cannot be
// placed itself, and falls when it is placed, or no faster.
#pragma once

#include <cstdint>
#include <map>
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
  // What a cycle has passed, the fastest last.
  struct Passed {
    model::Schedule schedule;
    std::int64_t duration = 0;
  };

  [[nodiscard]] bool has_work() const { return fastest_ < placed_; }
  [[nodiscard]] const Unplaced* next_of_waiting() const;
  void try_again(const Unplaced& schedule, Share& turn, Publisher& to);
  void tighter_cycle(Share& turn, Publisher& to);
  [[nodiscard]] model::Graph tighter_graph() const;
  [[nodiscard]] std::vector<Passed> anneal(Share& turn);
  bool place_newest(const std::vector<Passed>& passed, Share& turn, Publisher& to);
  bool place(const model::Schedule& schedule, std::int64_t duration, std::uint64_t ticks,
             Share& turn, Publisher& to);

  const model::Problem& problem_;
  const Placer& placer_;
  base::Random random_;
  const Snapshot* snapshot_ = nullptr;
  std::uint64_t pace_ = 0, ticks_ = 0;
  std::int64_t fastest_ = Incumbent::kNoDuration;  // that fits by its live bytes
  std::int64_t placed_ = Incumbent::kNoDuration;   // in the arena, whoever did it
  Found found_;                                    // its own, of what is placed
  std::map<std::uint64_t, int> attempts_;          // by number on the list
  Steps last_;                // where the last cycle ended that found what fits
  std::uint64_t effort_ = 1;  // how many times the length of a cycle
  double part_ = 0;           // of the capacity that a tighter cycle leaves free
  std::int64_t tried_ = 0, succeeded_ = 0, cycles_ = 0;
};

}  // namespace moccasin::search
