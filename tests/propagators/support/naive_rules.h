// SPDX-License-Identifier: Apache-2.0
// What the constraints mean, on complete assignments: nothing but their definitions.
#pragma once

#include <vector>

#include "propagators/retention.h"

namespace moccasin::test {

// Values of all variables, by Var / 2.
using Assignment = std::vector<engine::Value>;

// cover: KnapsackCover, which excludes nothing that the other four allow.
enum class Constraint { order, precedence, duration, memory, cover };
inline constexpr Constraint kConstraints[] = {Constraint::order, Constraint::precedence,
                                              Constraint::duration, Constraint::memory,
                                              Constraint::cover};

[[nodiscard]] bool holds(engine::Literal literal, const Assignment& values);
[[nodiscard]] bool satisfies(Constraint constraint, const propagators::RetentionModel& model,
                             const Assignment& values);

}  // namespace moccasin::test
