// SPDX-License-Identifier: Apache-2.0
#include "propagators/post.h"

#include <memory>

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

namespace moccasin::propagators {

void post_all(const RetentionModel& model, engine::Engine& engine) {
  engine.add(std::make_unique<RetentionOrder>(model), std::make_unique<OrderChecker>(model));
  engine.add(std::make_unique<RetentionPrecedence>(model),
             std::make_unique<PrecedenceChecker>(model));
  engine.add(std::make_unique<DurationSum>(model), std::make_unique<DurationChecker>(model));
  auto memory = std::make_unique<CumulativeMemory>(model);
  auto cover = std::make_unique<KnapsackCover>(model, memory->parts(), engine.domains());
  engine.add(std::move(memory), std::make_unique<MemoryChecker>(model));
  engine.add(std::move(cover), std::make_unique<KnapsackCoverChecker>(model));
}

}  // namespace moccasin::propagators
