// SPDX-License-Identifier: Apache-2.0
// The recompute closure (search/bound/closure_network.h) as a constraint: what is decided about the
// recomputations goes into the network, and what a minimum cut says about the rest comes back.
//
//   conflict   the cut, and copies after the first, cost more than the duration allows
//   never      an operation that would make it cost too much runs once only
//
// Why: a choice is forced by an arc of the network, and weighs the flow that the arc carries.
// Without some of them the cut costs less by no more than they weigh together: so as many are left
// out as can be, those made last first.
//
// Prices are those of the bound at the root, and a few trials of the bundle each time, with the
// cuts that agree with what is decided.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "engine/inference.h"
#include "engine/propagator.h"
#include "search/closure/closure_model.h"

namespace moccasin::search {

class ClosurePropagator final : public engine::Propagator {
 public:
  ClosurePropagator(std::shared_ptr<const ClosureModel> model, const ClosureNode& root);

  [[nodiscard]] std::string_view name() const override { return "recompute closure"; }
  [[nodiscard]] engine::Priority priority() const override { return engine::Priority::last; }
  void attach(engine::Subscriptions& wake) override;
  engine::Outcome propagate(engine::Inference& infer) override;
  void explain(engine::Literal fact, std::uint64_t payload, const engine::Domains& before,
               engine::Premises& out) const override;
  void explain_conflict(std::uint64_t payload, const engine::Domains& now,
                        engine::Premises& out) const override;
  [[nodiscard]] engine::Hint hint(std::uint64_t payload) const override {
    return reasons_[payload].prices;
  }
  void undo_to(engine::Position size) override;

  // The dearest open operation that the last cut runs again; nothing: there is none.
  [[nodiscard]] std::optional<Op> dearest(const engine::Domains& now) const;

 private:
  using RunIndex = ClosureChoices::RunIndex;
  static constexpr std::uint32_t kDurationTag = 0xffffffff;

  struct Decided {
    std::size_t choice = 0;
    engine::Position position = 0;
  };
  struct Extra {  // a copy after the first that takes place
    RunIndex run;
    engine::Position position = 0;
  };
  struct Reason {
    engine::Premises premises;
    engine::Hint prices;  // at which the cut was made, for the checker if there is one
    engine::Position position = 0;
  };
  struct Term {  // a part of a reason: without it the cut may cost `weight` less
    std::int64_t weight = 0;
    engine::Premises premises;
    engine::Position since = 0;  // when the last of them became true
  };
  struct Cut {
    Linearization linearization;
    std::vector<char> chosen;  // by choice
  };

  void take_in(RunIndex run, engine::Inference& infer);
  engine::Outcome cut(const std::vector<double>& prices, engine::Inference& infer);
  engine::Outcome ascend(engine::Inference& infer);
  engine::Outcome fix(engine::Inference& infer);
  [[nodiscard]] std::vector<Term> weigh(const engine::Domains& domains) const;
  std::uint64_t give_reason(std::int64_t surplus, const engine::Inference& infer);
  void keep_cut(const std::vector<double>& prices);
  [[nodiscard]] Bundle agreeing_cuts() const;

  const std::shared_ptr<const ClosureModel> model_;
  const ClosureChoices& choices_;
  ClosureNetwork network_;
  base::IndexedVector<Op, std::vector<std::size_t>> choices_of_;  // the first is that of Z
  std::vector<Decided> decided_;
  std::vector<Extra> extra_;
  std::int64_t extra_cost_ = 0;
  std::vector<double> prices_;                     // from which the next steps are made
  std::vector<ClosureNetwork::Price> cut_prices_;  // of the last cut
  double prox_parameter_ = 0;
  std::deque<Cut> cuts_;
  std::vector<Reason> reasons_;
  bool changed_ = true;
  // In the current call: the scaled cost allowed, and that of the last cut.
  std::int64_t limit_ = 0, bound_ = 0;
};

}  // namespace moccasin::search
