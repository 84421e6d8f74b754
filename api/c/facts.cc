// SPDX-License-Identifier: Apache-2.0
#include "api/c/facts.h"

#include "api/c/graph.h"
#include "api/c/issues.h"
#include "api/c/struct_size.h"

namespace {

using moccasin::Facts;
using moccasin::FloorAt;
using moccasin::c_door::guarded;
using moccasin::c_door::Reading;

// The numbers of the C door are fixed for ever; those of C++ follow its enum. Where one of these
// breaks, a switch is due.
constexpr bool same(FloorAt at, int number) { return static_cast<int>(at) == number; }
static_assert(same(FloorAt::op, MOC_FLOOR_AT_OP));
static_assert(same(FloorAt::end, MOC_FLOOR_AT_END));
static_assert(same(FloorAt::pair, MOC_FLOOR_AT_PAIR));
static_assert(same(FloorAt::pair_end, MOC_FLOOR_AT_PAIR_END));
static_assert(same(FloorAt::states, MOC_FLOOR_AT_STATES));
static_assert(same(FloorAt::states_end, MOC_FLOOR_AT_STATES_END));

moc_facts_info info_of(const Facts& facts) {
  moc_facts_info info = {};
  info.num_issues = facts.issues.size();
  info.num_uses = facts.num_uses;
  info.base_duration = facts.base_duration;
  info.base_peak = facts.base_peak;
  info.floor = facts.floor;
  info.floor_workspace = facts.floor_workspace;
  info.resident = facts.resident;
  info.base_peak_op = facts.base_peak_op;
  info.floor_at = static_cast<std::int32_t>(facts.floor_at);
  info.floor_op = facts.floor_op;
  info.floor_reader = facts.floor_reader;
  info.floor_inputs = facts.floor_inputs.data();
  info.num_floor_inputs = facts.floor_inputs.size();
  info.floor_outputs = facts.floor_outputs.data();
  info.num_floor_outputs = facts.floor_outputs.size();
  info.floor_held = facts.floor_held.data();
  info.num_floor_held = facts.floor_held.size();
  return info;
}

}  // namespace

moc_rc moc_describe(const moc_graph* graph, moc_facts** out) {
  return guarded([&] {
    moccasin::c_door::require(out, "out");
    *out = nullptr;
    const Reading<moc_graph> use(graph, "graph");
    auto made = std::make_unique<moc_facts>();
    made->facts = moccasin::describe(use->graph);
    const Facts& facts = made->facts;
    *out = made.release();
    moccasin::c_door::fail_if_any(facts.issues);
  });
}

moc_rc moc_facts_get(const moc_facts* facts, moc_facts_info* info) {
  return guarded([&] {
    const Reading<moc_facts> use(facts, "facts");
    moccasin::c_door::write_to(info, info_of(use->facts), "info");
  });
}

moc_rc moc_facts_issue(const moc_facts* facts, size_t i, moc_issue* issue) {
  return guarded([&] {
    const Reading<moc_facts> use(facts, "facts");
    moccasin::c_door::write_issue(use->facts.issues, i, issue);
  });
}

moc_rc moc_facts_free(moc_facts* facts) { return moccasin::c_door::free_handle(facts, "facts"); }
