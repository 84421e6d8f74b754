// SPDX-License-Identifier: Apache-2.0
#include "search/cdcl/cdcl.h"

#include <optional>

namespace moccasin::search {
namespace {

// Learned clauses that may be forgotten, when the first are, and how many more from time to time:
// fewer make propagation faster, more make conflicts rarer. They have not been measured by
// themselves.
constexpr std::uint64_t kFirstReduction = 2000, kNextReduction = 500;

class Loop {
 public:
  Loop(engine::Engine& engine, Brancher& brancher, Restart& restart, Share& share,
       std::uint64_t conflicts)
      : engine_(engine),
        brancher_(brancher),
        restart_(restart),
        share_(share),
        conflicts_left_(conflicts),
        charged_(engine.statistics().ticks) {}

  CdclOutcome run() {
    brancher_.backtracked(engine_.domains());
    while (!engine_.refuted()) {
      // At the root it pauses after so many ticks, so that the meter is asked.
      if (engine_.propagate(Meter::kLookEvery) == engine::Outcome::conflict) {
        learn();
        if (engine_.refuted()) break;
      }
      charge();
      if (ended()) return {};
      if (!engine_.at_fixpoint()) continue;
      if (restart_.due()) restart();
      if (auto answer = decide()) return *std::move(answer);
    }
    return {CdclResult::refuted, {}};
  }

  // What the engine has done since the last time.
  void charge() {
    const std::uint64_t ticks = engine_.statistics().ticks;
    share_.meter().charge(ticks - charged_);
    charged_ = ticks;
  }

 private:
  void learn() {
    engine_.learn();
    if (conflicts_left_ > 0) --conflicts_left_;
    if (engine_.refuted()) return;
    brancher_.learned(engine_.analyzed());
    brancher_.backtracked(engine_.domains());
    restart_.conflict();
  }

  [[nodiscard]] bool ended() const {
    const bool had_all = conflicts_left_ == 0 || share_.used_up();
    return (had_all && engine_.at_fixpoint()) || share_.meter().ended();
  }

  // Assumptions stand: they would be decided again at once.
  void restart() {
    engine_.backtrack(engine_.assumption_levels());
    brancher_.backtracked(engine_.domains());
    engine_.count_restart();
    restart_.restarted();
    const std::uint64_t reductions = engine_.statistics().reductions;
    if (engine_.num_local() > kFirstReduction + kNextReduction * reductions) engine_.reduce();
  }

  // Decides the next assumption, or else what the brancher suggests. Gives an answer if an
  // assumption is false already or nothing is left to decide.
  std::optional<CdclOutcome> decide() {
    if (const auto assumption = engine_.next_assumption()) {
      if (engine_.domains().is_false(*assumption)) {
        return CdclOutcome{CdclResult::assumptions, engine_.failed_assumptions(*assumption)};
      }
      engine_.decide(*assumption);
      return std::nullopt;
    }
    const auto decision = brancher_.suggest(engine_.domains());
    if (!decision) return CdclOutcome{CdclResult::solution, {}};
    engine_.decide(*decision);
    return std::nullopt;
  }

  engine::Engine& engine_;
  Brancher& brancher_;
  Restart& restart_;
  Share& share_;
  std::uint64_t conflicts_left_;
  std::uint64_t charged_;  // of the engine's ticks
};

}  // namespace

CdclOutcome cdcl(engine::Engine& engine, Brancher& brancher, Restart& restart, Share& share,
                 std::uint64_t conflicts) {
  Loop loop(engine, brancher, restart, share, conflicts);
  CdclOutcome outcome = loop.run();
  loop.charge();
  return outcome;
}

}  // namespace moccasin::search
