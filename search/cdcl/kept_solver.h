// SPDX-License-Identifier: Apache-2.0
// One long-lived engine on a problem with the order kept: what it learns, it keeps.
//
//   0 ----------- lower ------ target ----------- upper - 1        duration of the recomputations
//   refuted       |  attempt: is there a schedule   |   known schedule
//                 |  of at most target?             |
//
// An attempt ends in one of three ways. Refuted: lower rises above the target. Solved: upper falls.
// Out of conflicts: next time more. Attempts at the whole gap, which end in a proof, alternate with
// short ones at a part of it, nearer or farther as they fail or succeed, so that the bound rises on
// the way.
//
// Where any number of copies is allowed, copies beyond those modelled are jokers
// (model/encoding/encoding.h); a solution that needs one makes its operations get a copy more, in a
// new engine.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "model/encoding/encoding.h"
#include "search/cdcl/activity_brancher.h"
#include "search/cdcl/cdcl.h"
#include "search/cdcl/closure_brancher.h"
#include "search/limits/compiled.h"

namespace moccasin::search {

using encoding::Steps;

class KeptSolver {
 public:
  enum class State { open, optimal, infeasible };
  // Asked often, with the ticks done in this call; true: stop.
  using Stop = std::function<bool(std::uint64_t ticks)>;
  // Told a schedule faster than all before.
  using OnBetter = std::function<void(const Steps&)>;

  explicit KeptSolver(const CompiledGraph& graph);

  // A schedule that fits, from elsewhere; ignored unless it is faster.
  void learn_of(const Steps& steps);

  // Ticks that all recomputations take at least, proved elsewhere for the same scope.
  void learn_of_bound(std::int64_t ticks);
  // Proved elsewhere of all schedules faster than the one known: `op` runs once only, or more than
  // once.
  void learn_of_fixing(Op op, bool again);

  // To be asked what recomputations cost at least. Pre-condition: its fixings have been learned.
  void learn_of_closure(ClosureStart start);

  // Attempts, until something is proved or `stop` says so.
  State prove(const Stop& stop, const OnBetter& on_better);

  // Looks for a faster schedule with the recomputations of all operations but `freed` as they are,
  // within `conflicts`. Pre-condition: there is a schedule.
  enum class Window { improved, exhausted, gave_up };
  Window search_window(const std::vector<char>& freed, std::uint64_t conflicts,
                       const std::function<bool()>& stop, const OnBetter& on_better);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool has_schedule() const { return !steps_.empty(); }
  [[nodiscard]] const Steps& steps() const { return steps_; }
  // Ticks of the graph: no schedule of the problem has recomputations of less.
  [[nodiscard]] std::int64_t lower_bound() const { return lower_ * encoding_->duration_unit(); }
  [[nodiscard]] const encoding::Encoding& encoding() const { return *encoding_; }
  [[nodiscard]] const engine::Statistics& statistics() const { return engine_->statistics(); }
  [[nodiscard]] std::size_t num_learned() const { return engine_->num_learned(); }
  // Of all engines so far.
  [[nodiscard]] std::uint64_t work() const { return work_before_ + statistics().ticks; }
  [[nodiscard]] std::uint64_t conflicts() const {
    return conflicts_before_ + statistics().conflicts;
  }

 private:
  static constexpr std::uint64_t kRestartUnit = 50;    // conflicts
  static constexpr std::uint64_t kPart = 4;            // others take a kPart-th
  static constexpr std::uint64_t kFirstAttempt = 500;  // conflicts

  void build();
  void add_copies(const std::vector<Op>& ops);
  void take(const OnBetter& on_better);
  void set_upper(std::int64_t upper, Steps steps);
  void raise_lower(std::int64_t lower);
  void add_closure();
  void impose_fixing(Op op, bool again);
  [[nodiscard]] std::vector<engine::Value> lowest_values() const;
  [[nodiscard]] std::int64_t target() const;
  void aim(CdclResult result, std::int64_t upper_before);

  const CompiledGraph& graph_;
  encoding::CopiesModelled copies_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<encoding::Encoding> encoding_;
  std::unique_ptr<ActivityBrancher> brancher_;
  std::optional<ClosureStart> closure_;
  std::unique_ptr<ClosureBrancher> closure_brancher_;  // null: no closure
  Restart restart_{kRestartUnit};
  State state_ = State::open;
  Steps steps_;
  std::vector<std::pair<Op, bool>> fixings_;    // for engines to come
  std::int64_t lower_ = 0, upper_ = INT64_MAX;  // units of the encoding
  bool whole_ = true;                           // whether the next attempt aims at the whole gap
  double reach_ = 0.5;                          // else at this part of it
  std::uint64_t attempt_ = kFirstAttempt;       // conflicts, of one at the whole
  std::uint64_t work_before_ = 0, conflicts_before_ = 0;
};

}  // namespace moccasin::search
