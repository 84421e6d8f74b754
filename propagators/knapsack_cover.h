// SPDX-License-Identifier: Apache-2.0
// What memory costs. At an event where too much would be live if nothing were recomputed, some of
// what is needed later has to go, and whatever goes is made again later, for its duration:
//
//   at event t    surely live |  a: 4, costs 3  |  b: 5, costs 10  |  c: 2, costs 1
//                 -------------------- budget ---------|
//                                                      <----- D ---->   of sizes must go
//
// Choosing what to drop is a knapsack to be covered; its relaxation is solved by taking the
// cheapest by duration per unit, c, a, then part of b, the critical one. If that costs more than
// the duration leaves, there is no solution; with the critical item's price for a unit, the dual,
// an operation too dear to be recomputed as well is never recomputed, and one too cheap to be kept
// is: reduced-cost fixing.
//
//   cover      the relaxation costs too much: conflict                       knapsack_cover.cc
//   fix_never  a run that costs too much beside it does not take place
//   fix_surely a run without which it costs too much takes place    why: knapsack_cover_reason.cc
//
// A tensor read at the event is live there, whichever copy serves: a surrogate copy cannot (see
// model/encoding/encoding.h), which only makes bounds better, since a real copy takes its room.
//
// Events are chosen once: the highest, as many as keep memory and time linear in the graph.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/wide_int.h"
#include "engine/inference.h"
#include "engine/propagator.h"
#include "propagators/mandatory_parts.h"
#include "propagators/retention.h"
#include "propagators/runs_taking_place.h"

namespace moccasin::propagators {

class KnapsackCover final : public engine::Propagator {
 public:
  // `parts` is kept up to date by a propagator of higher priority; `root` has the initial bounds.
  KnapsackCover(const RetentionModel& model, std::shared_ptr<const MandatoryParts> parts,
                const engine::Domains& root);

  [[nodiscard]] std::string_view name() const override { return "knapsack cover"; }
  [[nodiscard]] engine::Priority priority() const override { return engine::Priority::last; }
  void attach(engine::Subscriptions& wake) override;
  engine::Outcome propagate(engine::Inference& infer) override;
  void explain(Literal fact, std::uint64_t payload, const engine::Domains& before,
               engine::Premises& out) const override;
  void explain_conflict(std::uint64_t payload, const engine::Domains& now,
                        engine::Premises& out) const override;
  void undo_to(engine::Position size) override;

  [[nodiscard]] std::size_t num_events() const { return knapsacks_.size(); }

 private:
  using Wide = base::Wide;
  static constexpr std::uint64_t kNoItem = 0xffffff;
  static constexpr std::uint32_t kNoRun = 0xffffffff;  // a tag

  // An operation with tensors needed after the event but not at it.
  struct Item {
    RunIndex copy;  // its first recomputation
    std::int64_t cost = 0;
    std::int64_t weight = 0;              // units of its tensors
    std::vector<RetentionIndex> tensors;  // of its first run
  };
  struct Knapsack {
    Value stage = 0;                  // the event is its first run
    std::vector<Item> items;          // cheapest by duration per unit first
    std::int64_t weight = 0;          // units of all items
    MandatoryParts::Granted granted;  // tensors read there: live, by whichever copy
    std::int64_t granted_size = 0;
  };
  struct Pick {
    const Item* item;
    std::int64_t weight;  // units not surely live at the event
  };
  // The relaxation at one event.
  struct Cover {
    std::vector<Pick> picks;         // items that can be dropped for their cost
    std::int64_t weight = 0;         // of the picks
    std::int64_t excess = 0;         // units that must go
    const Item* critical = nullptr;  // cost / weight is the price; null: all together is too little
  };

  void choose_knapsacks(const engine::Domains& root);
  [[nodiscard]] Knapsack make_knapsack(Value stage, const std::vector<Value>& needed_until) const;
  void pick(const Knapsack& knapsack, const engine::Domains& domains, Cover& cover) const;
  [[nodiscard]] static const Item* critical_item(const Cover& cover);
  // Amounts are times the critical weight, to stay whole: what `weight` units are worth, and how
  // much less than that a pick costs, 0 if it costs more.
  [[nodiscard]] static Wide worth(const Cover& cover, std::int64_t weight);
  [[nodiscard]] static Wide saved(const Cover& cover, const Pick& pick);
  [[nodiscard]] static Wide saved_by_all(const Cover& cover);
  [[nodiscard]] std::uint64_t payload(std::size_t knapsack, RunIndex run) const;
  engine::Outcome propagate_at(std::size_t index, std::int64_t slack, engine::Inference& infer);
  engine::Outcome fix_never(std::size_t knapsack, Wide margin, engine::Inference& infer);
  engine::Outcome fix_surely(std::size_t knapsack, Wide margin, engine::Inference& infer);
  void explain_at(const Knapsack& knapsack, const Cover& cover, Wide above,
                  const engine::Domains& before, engine::Premises& out) const;

  const RetentionModel& model_;
  const std::shared_ptr<const MandatoryParts> parts_;
  std::vector<RunIndex> recomputations_;  // that cost something, dearest first
  std::vector<Knapsack> knapsacks_;
  RunsTakingPlace active_;
  struct Seen {
    std::int64_t level = INT64_MIN, slack = INT64_MAX;
  };
  std::vector<Seen> seen_;  // by knapsack: with no more live and no less slack there is nothing new
  // These are scratch of the current call.
  Cover cover_;
  base::IndexedVector<RunIndex, std::int64_t> picked_;  // the weight picked, by first recomputation
};

}  // namespace moccasin::propagators
