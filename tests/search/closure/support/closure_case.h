// SPDX-License-Identifier: Apache-2.0
// A small problem, order kept, in the engine's words, with what the closure's constraint needs to
// begin, and schedules that fit.
#pragma once

#include <optional>
#include <vector>

#include "engine/engine.h"
#include "engine/inference_checker.h"
#include "model/encoding/encoding.h"
#include "search/closure/closure_model.h"
#include "tests/propagators/support/naive_rules.h"
#include "tests/search/bound/support/bound_case.h"

namespace moccasin::test {

class ClosureCase {
 public:
  // One to three copies of each operation modelled, so that there are surrogate copies as well.
  explicit ClosureCase(std::uint64_t seed);

  [[nodiscard]] base::Random& random() { return case_.random; }
  [[nodiscard]] const search::CompiledGraph& graph() const { return case_.compiled; }
  [[nodiscard]] const encoding::Encoding& encoding() const { return encoding_; }
  [[nodiscard]] const propagators::RetentionModel& model() const { return encoding_.model(); }
  // Variables of the model with the bounds that the encoding gave them.
  void declare_variables(engine::Engine& engine) const;

  // Of schedules that fit, as many as could be found: the stages and the duration are what they
  // say. Of copies beyond those modelled a surrogate copy runs, in any stage after the others.
  [[nodiscard]] const std::vector<Assignment>& valid() const { return valid_; }
  // Ticks of its recomputations, surrogate copies counted once.
  [[nodiscard]] std::int64_t ticks(const Assignment& values) const {
    return values[encoding_.duration().value() / 2] * encoding_.duration_unit();
  }
  // Of all operations, each recomputed once.
  [[nodiscard]] std::int64_t total_ticks() const;

  // Any events and prices; nothing is fixed.
  [[nodiscard]] search::ClosureStart random_start();
  // Where a bound stands that has worked for a while on schedules of less than `upper` ticks;
  // nothing: there was nothing to do.
  [[nodiscard]] std::optional<search::ClosureStart> start_of_bound(std::int64_t upper,
                                                                   std::uint64_t ticks) const;

 private:
  void collect_valid();
  void add_valid(const encoding::Steps& steps);

  BoundCase case_;
  engine::Engine scratch_;
  encoding::Encoding encoding_;
  std::vector<Assignment> valid_;
};

// Bounds now.
[[nodiscard]] engine::Box box_of(const engine::Domains& domains);

// What `start` says is fixed, as facts of the root.
void impose_fixings(const search::ClosureStart& start, const encoding::Encoding& encoding,
                    engine::Engine& engine);

}  // namespace moccasin::test
