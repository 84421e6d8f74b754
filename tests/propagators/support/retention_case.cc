// SPDX-License-Identifier: Apache-2.0
#include "tests/propagators/support/retention_case.h"

#include "model/verify.h"
#include "propagators/check/duration_checker.h"
#include "propagators/check/knapsack_cover_checker.h"
#include "propagators/check/memory_checker.h"
#include "propagators/check/order_checker.h"
#include "propagators/check/precedence_checker.h"
#include "propagators/cumulative_memory.h"
#include "propagators/duration_sum.h"
#include "propagators/knapsack_cover.h"
#include "propagators/retention_order.h"
#include "propagators/retention_precedence.h"
#include "tests/encoding/support/steps.h"
#include "tests/support/random_schedule.h"

namespace moccasin::test {
namespace {

using engine::Value;
using engine::Var;

encoding::CopiesModelled random_copies(const compiled::CompiledGraph& graph, base::Random& random) {
  encoding::CopiesModelled copies(graph.num_ops(), 1);
  for (const compiled::Op op : graph.ops()) {
    copies[op] = static_cast<std::int32_t>(random.between(1, 3));
  }
  return copies;
}

}  // namespace

RetentionCase::RetentionCase(std::uint64_t seed, std::size_t most_operations)
    : case_(seed, most_operations, model::Order::kept),
      graph_(case_.problem),
      encoding_(graph_, random_copies(graph_, case_.random), scratch_) {
  for (std::size_t i = 0; i < scratch_.domains().num_variables(); ++i) {
    bounds_.emplace_back(scratch_.domains().lower(Var(2 * i)),
                         scratch_.domains().upper(Var(2 * i)));
  }
  collect_valid();
}

void RetentionCase::declare_variables(engine::Engine& engine) const {
  for (const auto& [lower, upper] : bounds_) engine.new_variable(lower, upper);
}

void RetentionCase::collect_valid() {
  for (int i = 0; i < 40; ++i) {
    const double recompute = 0.5 * case_.random.unit();
    const model::Schedule schedule = random_schedule(case_.problem, recompute, case_.random);
    const encoding::Steps steps = useful_steps(graph_, compiled_steps(case_.graph, schedule));
    if (!copies_suffice(encoding_, steps)) continue;
    if (!model::verify(case_.problem, schedule_of(graph_, steps)).valid()) continue;
    valid_.push_back(encoding_.encode(steps));
  }
}

Assignment RetentionCase::random_assignment() {
  base::Random& random = case_.random;
  const bool from_valid = !valid_.empty() && random.chance(0.7);
  const double changed = from_valid ? 0.1 * random.unit() : 1;
  Assignment values = from_valid ? valid_[random.below(valid_.size())] : Assignment(bounds_.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto [lower, upper] = bounds_[i];
    if (random.chance(changed)) values[i] = random.between(lower, upper);
  }
  return values;
}

Posted make(Constraint constraint, const propagators::RetentionModel& model,
            const engine::Domains& root) {
  using namespace propagators;
  switch (constraint) {
    case Constraint::order:
      return {std::make_unique<RetentionOrder>(model), std::make_unique<OrderChecker>(model),
              nullptr};
    case Constraint::precedence:
      return {std::make_unique<RetentionPrecedence>(model),
              std::make_unique<PrecedenceChecker>(model), nullptr};
    case Constraint::duration:
      return {std::make_unique<DurationSum>(model), std::make_unique<DurationChecker>(model),
              nullptr};
    case Constraint::memory:
      return {std::make_unique<CumulativeMemory>(model), std::make_unique<MemoryChecker>(model),
              nullptr};
    case Constraint::cover:
      break;
  }
  auto memory = std::make_unique<CumulativeMemory>(model);
  auto cover = std::make_unique<KnapsackCover>(model, memory->parts(), root);
  Posted duration = make(Constraint::duration, model, root);
  duration.needed = std::make_unique<Posted>(make(Constraint::order, model, root));
  Posted needed = {std::move(memory), std::make_unique<MemoryChecker>(model),
                   std::make_unique<Posted>(std::move(duration))};
  return {std::move(cover), std::make_unique<KnapsackCoverChecker>(model),
          std::make_unique<Posted>(std::move(needed))};
}

void add(Posted posted, engine::Engine& engine) {
  if (posted.needed != nullptr) add(std::move(*posted.needed), engine);
  engine.add(std::move(posted.propagator), std::move(posted.checker));
}

std::string name_of(Constraint constraint) {
  const char* const names[] = {"order", "precedence", "duration", "memory", "cover"};
  return names[static_cast<std::size_t>(constraint)];
}

}  // namespace moccasin::test
