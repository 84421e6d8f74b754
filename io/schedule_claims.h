// SPDX-License-Identifier: Apache-2.0
// What a schedule's file says of its steps that follows from them and the graph: claims, which
// io/schedule_audit.h holds against what is so. All are optional. Memory: linear in the file.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "io/json_checker.h"
#include "io/json_value.h"
#include "io/node_id.h"
#include "io/text_lists.h"

namespace moccasin::io {

struct ScheduleClaims {
  std::optional<std::int64_t> nodes, edges;  // of the graph
  std::optional<std::int64_t> peak, duration, bound, peak_bound, recomputed;
  std::optional<double> gap, overhead_percent;
  std::optional<std::int64_t> base_duration, base_peak, budget_floor;
  std::optional<std::vector<NodeId>> floor_nodes;

  static constexpr std::int64_t kUnstated = std::numeric_limits<std::int64_t>::min();
  std::vector<std::int64_t> live;  // by step; kUnstated where the step does not say
  TextLists free;                  // by step, as buffers are called (io/buffer_name.h)
  bool states_free = false;        // some step has a list: those without one free nothing
};

// Whether `name` ("base.peak") is a claim about the whole schedule, and takes it into `claims`;
// problems go to `check`.
[[nodiscard]] bool is_claim(std::string_view name);
void read_claim(JsonChecker& check, std::string_view name, const JsonValue& value,
                ScheduleClaims& claims);

// Takes what step `index` claims, the steps in order; null where it claims nothing.
void read_step_claims(JsonChecker& check, std::size_t index, const JsonValue* live,
                      const JsonValue* freed, ScheduleClaims& claims);

}  // namespace moccasin::io
