// SPDX-License-Identifier: Apache-2.0
// The retention model of a random problem, made by the encoding, and engines that know its
// variables but only the constraints that a test chooses.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "model/encoding/encoding.h"
#include "tests/propagators/support/naive_rules.h"
#include "tests/search/support/random_case.h"

namespace moccasin::test {

class RetentionCase {
 public:
  // One to three copies of each operation modelled, so that there are surrogate copies as well.
  RetentionCase(std::uint64_t seed, std::size_t most_operations);

  [[nodiscard]] base::Random& random() { return case_.random; }
  [[nodiscard]] const propagators::RetentionModel& model() const { return encoding_.model(); }
  [[nodiscard]] const encoding::Encoding& encoding() const { return encoding_; }
  [[nodiscard]] std::size_t num_variables() const { return bounds_.size(); }
  [[nodiscard]] std::pair<engine::Value, engine::Value> bounds(std::size_t variable) const {
    return bounds_[variable];
  }
  // Variables of the model with the bounds that the encoding gave them.
  void declare_variables(engine::Engine& engine) const;

  // Of schedules that fit, as many as could be found: every constraint holds.
  [[nodiscard]] const std::vector<Assignment>& valid() const { return valid_; }
  // Every variable anywhere in its bounds; or one like a valid one but for a few.
  [[nodiscard]] Assignment random_assignment();

 private:
  void collect_valid();

  RandomCase case_;
  compiled::CompiledGraph graph_;
  engine::Engine scratch_;
  encoding::Encoding encoding_;
  std::vector<std::pair<engine::Value, engine::Value>> bounds_;
  std::vector<Assignment> valid_;
};

struct Posted {
  std::unique_ptr<engine::Propagator> propagator;
  std::unique_ptr<engine::InferenceChecker> checker;
  // What it relies on: for the cover CumulativeMemory, which keeps the levels, DurationSum, which
  // excludes what is too dear whatever else is dropped, and RetentionOrder, by which later copies
  // take place only after earlier ones.
  std::unique_ptr<Posted> needed;
};
// `root` has the bounds that the encoding gave the variables.
[[nodiscard]] Posted make(Constraint constraint, const propagators::RetentionModel& model,
                          const engine::Domains& root);
void add(Posted posted, engine::Engine& engine);
[[nodiscard]] std::string name_of(Constraint constraint);

}  // namespace moccasin::test
