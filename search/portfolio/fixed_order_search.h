// SPDX-License-Identifier: Apache-2.0
// Takes an order for granted where it is free, and asks the search that keeps the order (its
// moves, its bound, its windows) for the best recomputations.
//
//   best     b a d b a c e     first runs b a d c e
//   kept     b a d a c e       the best that the other search finds; in scope here as well
//
// It begins with the given base order, and stays with it as long as nothing better is known in any
// other; then it follows the best. How often it works depends on how often that was of use.
#pragma once

#include <cstdint>
#include <vector>

#include "model/problem.h"
#include "search/portfolio/options.h"
#include "search/portfolio/technique.h"

namespace moccasin::search {

class FixedOrderSearch final : public Technique {
 public:
  static constexpr std::string_view kName = "fixed-order search";

  // Both outlive this; the problem's order is free. `seed` is its own.
  FixedOrderSearch(const model::Problem& problem, const SolveOptions& options, std::uint64_t seed,
                   InnerSolve solve)
      : problem_(problem), options_(options), seed_(seed), solve_(solve) {}

  [[nodiscard]] std::string_view name() const override { return kName; }
  void plan(const Snapshot& snapshot) override;
  // If its share allows it, works on one order. Does nothing before it knows a schedule.
  void run(Meter& meter, Publisher& to) override;
  void publish(Snapshot& snapshot) const override;
  [[nodiscard]] std::int64_t duration() const override { return duration_; }
  [[nodiscard]] Statistics statistics() const override;

  // The best it knows.
  [[nodiscard]] const model::Schedule& best() const { return best_; }

 private:
  [[nodiscard]] std::uint64_t next_ticks(const Meter& meter) const;
  [[nodiscard]] double seconds_of_attempt() const;
  void set_incumbent(const model::Schedule& schedule);
  [[nodiscard]] SolveOptions options_of_attempt(const Limits& limits) const;
  void attempt(const Limits& limits, Meter& meter, Publisher& to);
  void take(const model::Graph& graph, const model::Schedule& schedule, Publisher& to);
  void learn_from(SolveResult result, const std::vector<model::OpIndex>& order);
  [[nodiscard]] bool given_is_best() const { return given_duration_ <= duration_; }

  const model::Problem& problem_;
  const SolveOptions& options_;
  const std::uint64_t seed_;
  const InnerSolve solve_;
  model::Schedule best_, best_of_given_;  // the latter: of those in the given order
  std::int64_t duration_ = Incumbent::kNoDuration, given_duration_ = Incumbent::kNoDuration;
  bool given_ = true;       // the given order is not beaten by any other, nor done
  bool best_done_ = false;  // nothing is better in the order of the best, as was proved
  double share_ = 0.5;      // of the annealing's ticks, that it may have had before it begins
  std::uint64_t pace_ = 0;  // ticks of the first worker
  std::uint64_t attempts_ = 0, improvements_ = 0;
};

}  // namespace moccasin::search
