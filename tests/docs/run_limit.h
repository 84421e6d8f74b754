// SPDX-License-Identifier: Apache-2.0
// At most so many of some recomputations take place: the example of docs/propagators.md.
//
//   at most 1 of a, b, c;  a takes place:   b never, c never
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/inference.h"
#include "engine/propagator.h"
#include "propagators/retention.h"
#include "propagators/surplus.h"

namespace moccasin::propagators {

class RunLimit final : public engine::Propagator {
 public:
  RunLimit(const RetentionModel& model, std::vector<RunIndex> copies, std::int64_t most)
      : model_(model), copies_(std::move(copies)), most_(most) {}

  [[nodiscard]] std::string_view name() const override { return "run limit"; }
  [[nodiscard]] engine::Priority priority() const override { return engine::Priority::second; }
  void attach(engine::Subscriptions& wake) override {
    for (const RunIndex run : copies_) wake.on_upper(model_.runs[run].stage, run.value());
  }
  engine::Outcome propagate(engine::Inference& infer) override {
    const engine::Domains& now = infer.domains();
    const std::int64_t count = std::count_if(copies_.begin(), copies_.end(), [&](RunIndex run) {
      return now.is_true(model_.takes_place(run));
    });
    infer.work(copies_.size() / 4);
    if (count > most_) return infer.fail(0);
    if (count < most_) return engine::Outcome::fine;
    for (const RunIndex run : copies_) {
      const Literal takes_place = model_.takes_place(run);
      if (now.is_true(takes_place)) continue;
      if (infer.infer(~takes_place, 0) == engine::Outcome::conflict) {
        return engine::Outcome::conflict;
      }
    }
    return engine::Outcome::fine;
  }
  // The same for every fact: no payload is needed.
  void explain(Literal, std::uint64_t, const engine::Domains& before,
               engine::Premises& out) const override {
    explain_count(most_, before, out);
  }
  void explain_conflict(std::uint64_t, const engine::Domains& now,
                        engine::Premises& out) const override {
    explain_count(most_ + 1, now, out);
  }
  void undo_to(engine::Position) override {}

 private:
  void explain_count(std::int64_t needed, const engine::Domains& domains,
                     engine::Premises& out) const {
    std::vector<Weighted> terms;
    std::int64_t total = 0;
    for (const RunIndex run : copies_) {
      const Literal literal = model_.takes_place(run);
      if (!domains.is_true(literal)) continue;
      ++total;
      if (domains.is_root_fact(literal)) continue;
      terms.push_back({1, literal, literal, domains.since(literal)});
    }
    append_enough(terms, total - needed, out);
  }

  const RetentionModel& model_;
  const std::vector<RunIndex> copies_;
  const std::int64_t most_;
};

}  // namespace moccasin::propagators
