// SPDX-License-Identifier: Apache-2.0
// Stands in for a propagator and writes down every reason it gives, for tests of exact premises.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/inference.h"
#include "engine/propagator.h"

namespace moccasin::test {

class Recorder final : public engine::Propagator {
 public:
  struct Reason {
    std::optional<engine::Literal> fact;  // none: a conflict
    engine::Premises premises;
  };
  Recorder(std::unique_ptr<engine::Propagator> real, std::vector<Reason>& reasons)
      : real_(std::move(real)), reasons_(reasons) {}

  [[nodiscard]] std::string_view name() const override { return real_->name(); }
  [[nodiscard]] engine::Priority priority() const override { return real_->priority(); }
  void attach(engine::Subscriptions& wake) override { real_->attach(wake); }
  engine::Outcome propagate(engine::Inference& infer) override { return real_->propagate(infer); }
  void undo_to(engine::Position size) override { real_->undo_to(size); }
  void explain(engine::Literal fact, std::uint64_t payload, const engine::Domains& before,
               engine::Premises& out) const override {
    engine::Premises premises;
    real_->explain(fact, payload, before, premises);
    out.insert(out.end(), premises.begin(), premises.end());
    reasons_.push_back({fact, std::move(premises)});
  }
  void explain_conflict(std::uint64_t payload, const engine::Domains& now,
                        engine::Premises& out) const override {
    engine::Premises premises;
    real_->explain_conflict(payload, now, premises);
    out.insert(out.end(), premises.begin(), premises.end());
    reasons_.push_back({std::nullopt, std::move(premises)});
  }

 private:
  std::unique_ptr<engine::Propagator> real_;
  std::vector<Reason>& reasons_;
};

}  // namespace moccasin::test
