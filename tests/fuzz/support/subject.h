// SPDX-License-Identifier: Apache-2.0
// The problem of a trace: what an engine is built from, and what is known of it by other means.
#pragma once

#include <memory>
#include <vector>

#include "engine/engine.h"
#include "tests/fuzz/support/trace.h"

namespace moccasin::test {

class Subject {
 public:
  // Values of the variables, by Var / 2.
  using Values = std::vector<engine::Value>;

  virtual ~Subject() = default;

  // Once, for a new engine, which must not outlive this.
  virtual void build(engine::Engine& engine) = 0;
  // After build(). Solutions: all of them, or some.
  [[nodiscard]] virtual const std::vector<Values>& solutions() const = 0;
  [[nodiscard]] virtual bool knows_all_solutions() const = 0;
  // By the definitions of the constraints.
  [[nodiscard]] virtual bool is_solution(const Values& values) const = 0;
  // With all of these fixed at a fixpoint, lower bounds of the others are a solution.
  [[nodiscard]] virtual const std::vector<engine::Var>& required() const = 0;
};

[[nodiscard]] std::unique_ptr<Subject> make_subject(const Operation& problem);

}  // namespace moccasin::test
