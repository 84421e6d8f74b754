// SPDX-License-Identifier: Apache-2.0
// Searches in a fixed order, that of a problem with the order kept: for a proof, or for something
// faster nearby.
//
//   0 ----------- lower ------ target ----------- upper - 1        duration of the recomputations
//   refuted       |  attempt: is there a schedule   |   known schedule
//                 |  of at most target?             |
//
// Attempts at the whole gap, which end in a proof, alternate with some at a part of it, nearer or
// farther as they fail or succeed, so that the bound rises on the way. All have one long-lived
// engine: what it learns, it keeps. Once the whole has failed for long, more is tried of the parts,
// one after the other until one fails, and each in a new engine: what was learned of the whole then
// leads astray.
//
// Where more than three copies are allowed, copies beyond those modelled are surrogate copies
// (model/encoding/encoding.h); a solution that needs one makes its operations get a copy more, in
// new engines.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "search/fixed_order/fixed_order_engine.h"
#include "search/limits/meter.h"
#include "search/limits/offer.h"

namespace moccasin::search {

class FixedOrderSolver {
 public:
  // gave_up: what is left are schedules that no engine has, since they take too long.
  enum class State { open, optimal, infeasible, gave_up };

  struct Pace {
    std::uint64_t first_attempt = 500;  // conflicts; later ones at the whole have more
    std::uint64_t patience = 8000;      // beyond that many, parts are tried in new engines
  };
  // `copies`: modelled where more than three are allowed, at first; the more, the fewer surrogate
  // copies.
  FixedOrderSolver(const CompiledGraph& graph, std::int32_t copies, Pace pace);
  FixedOrderSolver(const CompiledGraph& graph, std::int32_t copies)
      : FixedOrderSolver(graph, copies, Pace()) {}

  // A schedule that fits, from elsewhere; ignored unless it is faster.
  void set_incumbent(const Steps& steps);

  // Ticks that all recomputations take at least, proved elsewhere for the same scope.
  void import_bound(std::int64_t ticks);
  // Proved elsewhere of all schedules faster than the one known: `op` runs once only, or more than
  // once.
  void import_fixing(Op op, Again again);

  // To be asked what recomputations cost at least; the engines there are keep the first they are
  // told. Pre-condition: its fixings have been imported.
  void import_closure(ClosureStart start);

  // Attempts, until something is proved or the share is used up. The share ends it only where the
  // engine stands at a fixpoint, or else its propagations would be done again in the next; the
  // meter ends it anywhere.
  State prove(Share& share, const OnBetter& on_better);

  // Looks for a faster schedule with the recomputations of all operations but `freed` as they are,
  // within `conflicts`; no share ends it, for to set it up is half of the work. Pre-condition:
  // there is a schedule.
  enum class Window { improved, exhausted, gave_up };
  Window search_window(const std::vector<char>& freed, std::uint64_t conflicts, Meter& meter,
                       const OnBetter& on_better);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool has_schedule() const { return !steps_.empty(); }
  [[nodiscard]] const Steps& steps() const { return steps_; }
  // Ticks of the graph: no schedule of the problem has recomputations of less.
  [[nodiscard]] std::int64_t lower_bound() const {
    return facts_.lower * encoding().duration_unit();
  }
  [[nodiscard]] const encoding::Encoding& encoding() const { return whole_->encoding(); }
  // Clauses that the long-lived engine has learned and not forgotten.
  [[nodiscard]] std::size_t num_learned() const { return whole_->num_learned(); }

  struct Effort {
    std::uint64_t ticks = 0, conflicts = 0, decisions = 0, propagations = 0;
    std::uint64_t parts = 0;  // attempts in new engines
    void add(const Effort& other);
  };
  // What all engines so far have done together.
  [[nodiscard]] Effort effort() const;
  [[nodiscard]] std::uint64_t work() const { return effort().ticks; }

 private:
  void renew_whole();
  void drop_part();
  void add_copies(const std::vector<Op>& ops);
  void take(const FixedOrderEngine& engine, const OnBetter& on_better);
  void set_upper(std::int64_t upper, Steps steps);
  void raise_lower(std::int64_t lower);
  void nothing_left();
  // What an engine is told, all are.
  template <class Telling>
  void tell(Telling telling) {
    telling(*whole_);
    if (part_ != nullptr) telling(*part_);
  }
  // The engine of the attempt that is being made.
  [[nodiscard]] FixedOrderEngine& engine() { return part_ ? *part_ : *whole_; }
  [[nodiscard]] bool ended(const Share& share);
  [[nodiscard]] std::int64_t target() const;
  void begin_attempt();
  // A solution that needs copies is no answer: the engine is another then.
  enum class Ended { answered, needs_copies, out_of_conflicts };
  enum class InEngine { old, new_one };
  void aim_after_whole(Ended ended);
  void aim_after_part(Ended ended, InEngine in);

  const CompiledGraph& graph_;
  const Pace pace_;
  encoding::CopiesModelled copies_;
  FixedOrderEngine::Facts facts_;
  std::unique_ptr<FixedOrderEngine> whole_, part_;  // part_: null if the attempt is in whole_
  State state_ = State::open;
  Steps steps_;
  bool aims_at_whole_ = true;  // the next attempt, or this one
  double gap_fraction_ = 0.5;  // else at this part of the gap
  std::uint64_t attempt_;      // conflicts of the next at the whole
  std::uint64_t left_ = 0;     // of this one; 0: none has begun
  Effort before_;              // of engines that are gone
};

}  // namespace moccasin::search
