// SPDX-License-Identifier: Apache-2.0
#include "io/schedule_claims.h"

#include <array>
#include <utility>

namespace moccasin::io {
namespace {

using Amount = std::optional<std::int64_t> ScheduleClaims::*;
using Ratio = std::optional<double> ScheduleClaims::*;

constexpr std::array<std::pair<std::string_view, Amount>, 10> kAmounts = {{
    {"graph.nodes", &ScheduleClaims::nodes},
    {"graph.edges", &ScheduleClaims::edges},
    {"peak", &ScheduleClaims::peak},
    {"duration", &ScheduleClaims::duration},
    {"bound", &ScheduleClaims::bound},
    {"peak_bound", &ScheduleClaims::peak_bound},
    {"recomputed", &ScheduleClaims::recomputed},
    {"base.duration", &ScheduleClaims::base_duration},
    {"base.peak", &ScheduleClaims::base_peak},
    {"budget_floor", &ScheduleClaims::budget_floor},
}};
constexpr std::array<std::pair<std::string_view, Ratio>, 2> kRatios = {{
    {"gap", &ScheduleClaims::gap},
    {"overhead_percent", &ScheduleClaims::overhead_percent},
}};
constexpr std::string_view kFloorNodes = "floor_nodes";

// A claim may be any number: one that is wrong is told what is right.
constexpr std::int64_t kLeast = ScheduleClaims::kUnstated + 1;

void read_floor_nodes(JsonChecker& check, const JsonValue& value, ScheduleClaims& claims) {
  if (!check.container({kFloorNodes}, value.kind, JsonKind::array)) return;
  claims.floor_nodes.emplace();
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const auto id = check.id({kFloorNodes, i}, value.items[i]);
    if (id) claims.floor_nodes->push_back(*id);
  }
}

}  // namespace

bool is_claim(std::string_view name) {
  for (const auto& [known, member] : kAmounts) {
    if (name == known) return true;
  }
  for (const auto& [known, member] : kRatios) {
    if (name == known) return true;
  }
  return name == kFloorNodes;
}

void read_claim(JsonChecker& check, std::string_view name, const JsonValue& value,
                ScheduleClaims& claims) {
  for (const auto& [known, member] : kAmounts) {
    if (name == known) claims.*member = check.integer({name}, value, kLeast);
  }
  for (const auto& [known, member] : kRatios) {
    if (name == known) claims.*member = check.number({name}, value);
  }
  if (name == kFloorNodes) read_floor_nodes(check, value, claims);
}

void read_step_claims(JsonChecker& check, std::size_t index, const JsonValue* live,
                      const JsonValue* freed, ScheduleClaims& claims) {
  claims.live.push_back(ScheduleClaims::kUnstated);
  if (live != nullptr) {
    claims.live.back() = check.integer({"steps", index, "live"}, *live, kLeast);
  }
  claims.free.begin_list();
  if (freed == nullptr) return;
  claims.states_free = true;
  if (freed->kind != JsonKind::array) {
    check.fail({"steps", index, "free"}, "must be an array, not " + display(*freed));
  }
  for (std::size_t i = 0; i < freed->items.size(); ++i) {
    claims.free.add(check.text({"steps", index, "free", i}, freed->items[i]));
  }
}

}  // namespace moccasin::io
