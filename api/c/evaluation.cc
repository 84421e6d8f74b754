// SPDX-License-Identifier: Apache-2.0
#include "api/c/evaluation.h"

#include "api/c/graph.h"
#include "api/c/issues.h"
#include "api/c/struct_size.h"
#include "api/graph_access.h"

namespace {

using moccasin::Graph;
using moccasin::GraphAccess;
using moccasin::Issue;
using moccasin::OpId;
using moccasin::c_door::guarded;
using moccasin::c_door::Reading;

std::vector<OpId> schedule_of(const uint32_t* ops, size_t num_steps) {
  moccasin::c_door::require_array(ops, num_steps, "ops");
  return {ops, ops + num_steps};
}

// The graph built once for all that follows, or what is wrong with it.
std::variant<Graph, std::vector<Issue>> built(const moc_graph& graph) {
  auto result = GraphAccess::build(graph.graph);
  if (auto* const issues = std::get_if<std::vector<Issue>>(&result)) return std::move(*issues);
  return GraphAccess::wrap(std::get<moccasin::ModelGraph>(std::move(result)));
}

}  // namespace

moc_rc moc_evaluate(const moc_graph* graph, const uint32_t* ops, size_t num_steps,
                    moc_evaluation** out) {
  return guarded([&] {
    moccasin::c_door::require(out, "out");
    *out = nullptr;
    const Reading<moc_graph> use(graph, "graph");
    const std::vector<OpId> schedule = schedule_of(ops, num_steps);
    auto made = std::make_unique<moc_evaluation>();
    auto checked = built(*use);
    if (auto* const issues = std::get_if<std::vector<Issue>>(&checked)) {
      made->evaluation.issues = std::move(*issues);
      const std::vector<Issue>& kept = made->evaluation.issues;
      *out = made.release();
      moccasin::c_door::fail_if_any(kept);
    }
    made->evaluation = moccasin::evaluate(std::get<Graph>(checked), schedule);
    *out = made.release();
  });
}

moc_rc moc_evaluation_get(const moc_evaluation* evaluation, moc_evaluation_info* info) {
  return guarded([&] {
    const Reading<moc_evaluation> use(evaluation, "evaluation");
    const moccasin::Evaluation& from = use->evaluation;
    moc_evaluation_info to = {};
    to.num_issues = from.issues.size();
    to.duration = from.duration;
    to.peak = from.peak;
    to.peak_step = from.peak_step;
    to.live = from.live.data();
    to.num_steps = from.live.size();
    moccasin::c_door::write_to(info, to, "info");
  });
}

moc_rc moc_evaluation_issue(const moc_evaluation* evaluation, size_t i, moc_issue* issue) {
  return guarded([&] {
    const Reading<moc_evaluation> use(evaluation, "evaluation");
    moccasin::c_door::write_issue(use->evaluation.issues, i, issue);
  });
}

moc_rc moc_evaluation_free(moc_evaluation* evaluation) {
  return moccasin::c_door::free_handle(evaluation, "evaluation");
}

moc_rc moc_lifetimes(const moc_graph* graph, const uint32_t* ops, size_t num_steps,
                     moc_buffers** out) {
  return guarded([&] {
    moccasin::c_door::require(out, "out");
    *out = nullptr;
    const Reading<moc_graph> use(graph, "graph");
    const std::vector<OpId> schedule = schedule_of(ops, num_steps);
    const auto checked = built(*use);
    if (const auto* const issues = std::get_if<std::vector<Issue>>(&checked)) {
      moccasin::c_door::fail_if_any(*issues);
    }
    const auto& valid_graph = std::get<Graph>(checked);
    const moccasin::Evaluation evaluation = moccasin::evaluate(valid_graph, schedule);
    if (!evaluation.valid) {
      moccasin::c_door::fail(MOC_E_INVALID_SCHEDULE, {evaluation.issues.front().message});
    }
    auto made = std::make_unique<moc_buffers>();
    made->buffers = moccasin::lifetimes(valid_graph, schedule);
    *out = made.release();
  });
}

moc_rc moc_buffers_count(const moc_buffers* buffers, size_t* count) {
  return guarded([&] {
    const Reading<moc_buffers> use(buffers, "buffers");
    moccasin::c_door::require(count, "count");
    *count = use->buffers.size();
  });
}

moc_rc moc_buffers_get(const moc_buffers* buffers, size_t i, moc_buffer* buffer) {
  return guarded([&] {
    const Reading<moc_buffers> use(buffers, "buffers");
    moccasin::c_door::require_index(i, use->buffers.size(), "buffers");
    const moccasin::Buffer& from = use->buffers[i];
    moccasin::c_door::write_to(
        buffer, {0, from.tensor, from.copy, from.lower, from.upper, from.size}, "buffer");
  });
}

moc_rc moc_buffers_free(moc_buffers* buffers) {
  return moccasin::c_door::free_handle(buffers, "buffers");
}
