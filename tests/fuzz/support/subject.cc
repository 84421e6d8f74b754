// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/support/subject.h"

#include <algorithm>
#include <optional>

#include "model/encoding/encoding.h"
#include "model/verify.h"
#include "tests/encoding/support/steps.h"
#include "tests/engine/support/problem.h"
#include "tests/propagators/support/naive_rules.h"
#include "tests/search/support/random_case.h"
#include "tests/support/random_schedule.h"

namespace moccasin::test {
namespace {

using engine::Var;

class Csp final : public Subject {
 public:
  explicit Csp(std::uint64_t seed) {
    base::Random random(seed);
    problem_ = engine::test::random_problem(random);
    solutions_ = engine::test::brute_force(problem_);
    for (std::size_t i = 0; i < problem_.domains.size(); ++i) required_.push_back(problem_.var(i));
  }
  void build(engine::Engine& engine) override { engine::test::build(problem_, engine); }
  const std::vector<Values>& solutions() const override { return solutions_; }
  bool knows_all_solutions() const override { return true; }
  bool is_solution(const Values& values) const override {
    return engine::test::satisfies(values, problem_);
  }
  const std::vector<Var>& required() const override { return required_; }

 private:
  engine::test::Problem problem_;
  std::vector<Values> solutions_;
  std::vector<Var> required_;
};

class Scheduling final : public Subject {
 public:
  Scheduling(std::uint64_t seed, std::size_t operations, std::optional<std::int64_t> budget)
      : case_(seed, operations, model::Order::kept),
        problem_(with_budget(budget)),
        graph_(problem_),
        copies_(graph_.num_ops(), 1) {
    for (const compiled::Op op : graph_.ops()) {
      copies_[op] = static_cast<std::int32_t>(case_.random.between(1, 3));
    }
  }
  void build(engine::Engine& engine) override {
    encoding_ = std::make_unique<encoding::Encoding>(graph_, copies_, engine);
    for (int i = 0; i < 40; ++i) {
      const double recompute = 0.5 * case_.random.unit();
      const model::Schedule schedule = random_schedule(problem_, recompute, case_.random);
      const auto steps = useful_steps(graph_, compiled_steps(case_.graph, schedule));
      if (!copies_suffice(*encoding_, steps)) continue;
      if (!model::verify(problem_, schedule_of(graph_, steps)).valid()) continue;
      solutions_.push_back(encoding_->encode(steps));
    }
  }
  const std::vector<Values>& solutions() const override { return solutions_; }
  bool knows_all_solutions() const override { return false; }
  bool is_solution(const Values& values) const override {
    return satisfies(Constraint::cover, encoding_->model(), values);
  }
  const std::vector<Var>& required() const override { return encoding_->decisions(); }

 private:
  [[nodiscard]] model::Problem with_budget(std::optional<std::int64_t> budget) const {
    model::Problem problem = case_.problem;
    problem.budget = budget.value_or(problem.budget);
    return problem;
  }

  RandomCase case_;
  const model::Problem problem_;
  const compiled::CompiledGraph graph_;
  encoding::CopiesModelled copies_;
  std::unique_ptr<encoding::Encoding> encoding_;
  std::vector<Values> solutions_;
};

}  // namespace

std::unique_ptr<Subject> make_subject(const Operation& problem) {
  const std::vector<std::int64_t>& given = problem.arguments;
  const auto seed = static_cast<std::uint64_t>(given[0]);
  if (problem.name == "csp") return std::make_unique<Csp>(seed);
  const std::optional<std::int64_t> budget =
      given.size() > 2 ? std::optional(given[2]) : std::nullopt;
  const auto operations = static_cast<std::size_t>(std::max<std::int64_t>(given[1], 2));
  return std::make_unique<Scheduling>(seed, operations, budget);
}

}  // namespace moccasin::test
