// SPDX-License-Identifier: Apache-2.0
// Checks reasons of the recompute closure: a network of its own, in which only the premises are
// forced, with the same prices and a flow from scratch. That the network is right, and bounds for
// any prices, tests show with all relaxed solutions of small graphs.
#pragma once

#include <memory>

#include "engine/inference_checker.h"
#include "search/closure/closure_model.h"

namespace moccasin::search {

class ClosureChecker final : public engine::InferenceChecker {
 public:
  explicit ClosureChecker(std::shared_ptr<const ClosureModel> model) : model_(std::move(model)) {}
  [[nodiscard]] bool refutes(const engine::Box& box) const override;

 private:
  const std::shared_ptr<const ClosureModel> model_;
};

}  // namespace moccasin::search
