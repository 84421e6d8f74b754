// SPDX-License-Identifier: Apache-2.0
// Simulated annealing over sequences (Kirkpatrick, Gelatt, Vecchi, Science 1983) on the energy
//
//   duration + penalty * sum over steps of max(live - budget, 0)
//            + price * sum over steps of max(live - soft limit, 0), if memory has a price
//
// with the moves of either order. One cycle cools geometrically. The penalty rises while the
// sequence mostly does not fit and falls while it mostly does, so that the search walks along the
// edge of the budget: a fixed one either never fits or keeps recomputations that are no longer
// needed.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "search/limits/compiled.h"
#include "search/limits/meter.h"
#include "search/limits/offer.h"
#include "search/local/fixed_order_moves.h"
#include "search/local/free_order_moves.h"
#include "search/local/sequence.h"

namespace moccasin::search {

// How one cycle cools. Temperatures are in mean durations of an operation.
struct Cooling {
  double hot = 1;
  double cold = 0.005;
  std::uint64_t proposals = 0;  // how many it takes, if the meter does not end it before
  bool by_limits = true;        // cools as the meter's limits are used up, if that is faster
};

// A feasible sequence; empty: none.
struct Found {
  std::vector<Op> steps;
  std::int64_t duration = std::numeric_limits<std::int64_t>::max();
  std::int64_t priced_duration = std::numeric_limits<std::int64_t>::max();  // with its strain's
};

// The sequence that came nearest to fitting: of least peak, in units; empty: none.
struct Nearest {
  std::vector<Op> steps;
  std::int64_t peak = std::numeric_limits<std::int64_t>::max();
};

// What is live beyond `from` units fits as long as the budget holds, but costs something for every
// unit at every step: what is sought then is a sequence of least duration and such cost together.
struct MemoryPrice {
  std::int64_t from = Timeline::kNoLimit;
  double weight = 0;  // a unit costs so many times what one of excess does at the beginning
};

class Annealing {
 public:
  // `graph` keeps empty tensors if the order is free.
  Annealing(const CompiledGraph& graph, model::Order order, std::uint64_t seed);
  Annealing(const Annealing&) = delete;
  Annealing& operator=(const Annealing&) = delete;

  // From the next start on memory has this price; what it has found so far is not compared with
  // what it will find.
  void set_price(const MemoryPrice& price);
  [[nodiscard]] double price() const { return price_; }  // ticks for a unit at a step

  // Continues from `steps`, which need not fit.
  void start_from(const std::vector<Op>& steps);

  // Continues from the base order with each of `again` recomputed once, which need not fit.
  void start_from_set(const std::vector<Op>& again);

  // Makes the sequence fit, or as nearly as it can, by what greedy.h says.
  void greedy(Meter& meter, const OnBetter& on_better);

  // One cycle from where the sequence stands.
  void cycle(const Cooling& cooling, Meter& meter, const OnBetter& on_better);

  // The feasible sequence of least priced duration so far, the fastest where memory has no price;
  // empty: none.
  [[nodiscard]] const std::vector<Op>& best() const { return best_.steps; }
  [[nodiscard]] std::int64_t best_duration() const { return best_.duration; }

  // The same since it was last told where to start from.
  [[nodiscard]] const Found& found() const { return found_; }

  // What came nearest before anything fitted. It has looked where it starts, where greedy ends and,
  // now and then and at the end, at a cycle.
  [[nodiscard]] const Nearest& nearest() const { return nearest_; }

  // Ticks done; meters are charged with what they rise by. Every proposal is one at least, so that
  // a limit of work is reached even where there is nothing to try.
  [[nodiscard]] std::uint64_t work() const { return sequence_.work() + proposals_; }
  [[nodiscard]] std::uint64_t proposals() const { return proposals_; }
  [[nodiscard]] std::uint64_t accepted() const { return accepted_; }

 private:
  void adapt_penalty();
  [[nodiscard]] bool better() const {
    return sequence_.feasible() && priced_duration() < found_.priced_duration;
  }
  // What is to be least of what fits: with a price on memory that is not the duration alone.
  [[nodiscard]] std::int64_t priced_duration() const;
  void begin();
  void charge(Meter& meter);
  void keep_if_better(Meter& meter, const OnBetter& on_better);
  void keep(Meter& meter, const OnBetter& on_better);
  void keep_if_nearer();

  const CompiledGraph& graph_;
  base::Random random_;
  Sequence sequence_;
  FixedOrderMoves fixed_order_moves_;
  FreeOrderMoves free_order_moves_;
  Moves& moves_;
  // Greedy's: what starts from a set of the base order is completed with the order kept.
  Moves* relievers_ = &moves_;
  double initial_penalty_, penalty_;
  double price_ = 0;                                  // ticks for a unit of strain
  int since_change_ = 0, feasible_since_change_ = 0;  // proposals since the penalty last changed
  std::uint64_t proposals_ = 0, accepted_ = 0;
  std::uint64_t charged_ = 0;  // work that meters know of
  Found best_, found_;
  Nearest nearest_;
  std::uint64_t kept_at_ = 0;    // work when found_ was last written
  std::uint64_t neared_at_ = 0;  // work when nearest_ was
};

}  // namespace moccasin::search
