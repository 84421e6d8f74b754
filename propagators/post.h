// SPDX-License-Identifier: Apache-2.0
// All constraints of the retention model, each with its checker.
#pragma once

#include "engine/engine.h"
#include "propagators/retention.h"

namespace moccasin::propagators {

// `model` outlives `engine`.
void post_all(const RetentionModel& model, engine::Engine& engine);

}  // namespace moccasin::propagators
