// SPDX-License-Identifier: Apache-2.0
#include "api/graph_access.h"

#include <utility>

#include "api/graph_impl.h"
#include "model/graph_builder.h"

namespace moccasin {
inline namespace v0 {
namespace {

IssueCode code_of(model::IssueCode code) {
  switch (code) {
    case model::IssueCode::empty:
      return IssueCode::empty;
    case model::IssueCode::cycle:
      return IssueCode::cycle;
    case model::IssueCode::dangling_edge:
      return IssueCode::dangling_edge;
    case model::IssueCode::negative_value:
      return IssueCode::negative_value;
    case model::IssueCode::overflow:
      return IssueCode::overflow;
    case model::IssueCode::bad_order:
      break;
  }
  return IssueCode::bad_order;
}

Issue issue_of(const model::Issue& issue) {
  return {code_of(issue.code), issue.message, to_public(model::Schedule{issue.operations})};
}

}  // namespace

Graph GraphAccess::wrap(ModelGraph graph) {
  Graph wrapped;
  wrapped.impl_ = std::make_unique<Graph::Impl>();
  wrapped.impl_->built = std::move(graph);
  return wrapped;
}

std::variant<ModelGraph, std::vector<Issue>> GraphAccess::build(const Graph& graph) {
  if (graph.impl_ && graph.impl_->built) return graph.impl_->built;
  auto built = graph.impl_ ? graph.impl_->builder.build() : model::GraphBuilder().build();
  if (auto* const good = std::get_if<model::Graph>(&built)) {
    return std::make_shared<const model::Graph>(std::move(*good));
  }
  std::vector<Issue> issues;
  for (const model::Issue& issue : std::get<std::vector<model::Issue>>(built)) {
    issues.push_back(issue_of(issue));
  }
  return issues;
}

model::Schedule to_model(const std::vector<OpId>& schedule) {
  model::Schedule converted;
  converted.steps.reserve(schedule.size());
  for (const OpId op : schedule) converted.steps.emplace_back(op);
  return converted;
}

std::vector<OpId> to_public(const model::Schedule& schedule) {
  std::vector<OpId> converted;
  converted.reserve(schedule.steps.size());
  for (const model::OpIndex op : schedule.steps) converted.push_back(op.value());
  return converted;
}

}  // namespace v0
}  // namespace moccasin
