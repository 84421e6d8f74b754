// SPDX-License-Identifier: Apache-2.0
#include "app/render_floor.h"

#include <algorithm>

#include "base/printable.h"

namespace moccasin::app {
namespace {

constexpr std::size_t kShown = 8;

struct NeedLine {
  std::string what;
  std::string of;
  std::int64_t size = 0;
};

std::string name_of(const model::Graph& graph, OpId op) {
  return base::short_name(graph.operation(model::OpIndex(op)).name);
}

std::vector<NeedLine> needs_of(const model::Graph& graph, const Facts& facts) {
  std::vector<NeedLine> needs;
  const auto add = [&needs](const char* what, std::string of, std::int64_t size) {
    if (size > 0) needs.push_back({what, std::move(of), size});
  };
  const auto add_tensors = [&](const char* what, const std::vector<TensorId>& tensors) {
    for (const TensorId id : tensors) {
      const model::TensorIndex tensor(id);
      add(what, "'" + base::short_name(tensor_name(graph, tensor)) + "'",
          graph.tensor(tensor).size);
    }
  };
  add_tensors("reads", facts.floor_inputs);
  add_tensors(facts.floor_at == FloorAt::end ? "retains" : "writes", facts.floor_outputs);
  add_tensors("holds", facts.floor_held);
  add("workspace", "", facts.floor_workspace);
  add("resident", "", facts.resident);
  std::stable_sort(needs.begin(), needs.end(),
                   [](const NeedLine& a, const NeedLine& b) { return a.size > b.size; });
  return needs;
}

}  // namespace

std::string tensor_name(const model::Graph& graph, model::TensorIndex tensor) {
  const model::OpIndex producer = graph.tensor(tensor).producer;
  const auto outputs = graph.outputs(producer);
  std::string name = graph.operation(producer).name;
  if (outputs.size() == 1) return name;
  const auto place = std::find(outputs.begin(), outputs.end(), tensor) - outputs.begin();
  return name + ":" + std::to_string(place);
}

std::string floor_setter(const model::Graph& graph, const Facts& facts) {
  if (facts.floor_at == FloorAt::end || facts.floor_at == FloorAt::pair_end ||
      facts.floor_at == FloorAt::states_end) {
    return "the retained outputs";
  }
  const OpId setter = facts.floor_at == FloorAt::pair ? facts.floor_reader : facts.floor_op;
  return "operation '" + name_of(graph, setter) + "'";
}

std::string floor_moment(const model::Graph& graph, const Facts& facts) {
  const std::string runs = ", at best '" + name_of(graph, facts.floor_op) + "', runs, ";
  if (facts.floor_at == FloorAt::pair) {
    return "while the last of its producers" + runs + "its other inputs are live";
  }
  if (facts.floor_at == FloorAt::pair_end) {
    return "while the last of their producers" + runs + "the others are live";
  }
  if (facts.floor_at == FloorAt::states || facts.floor_at == FloorAt::states_end) {
    return "in whatever order and however often anything runs";
  }
  return "";
}

std::string floor_reason(const model::Graph& graph, const Facts& facts) {
  const std::string setter = floor_setter(graph, facts);
  const std::string moment = floor_moment(graph, facts);
  if (facts.floor_at == FloorAt::end) return setter + " need that much at the end of any schedule:";
  if (facts.floor_at == FloorAt::states) {
    return "to make what " + setter + " reads takes that much at once, " + moment;
  }
  if (facts.floor_at == FloorAt::states_end) {
    return "to make " + setter + " takes that much at once, " + moment;
  }
  const char* const need = facts.floor_at == FloorAt::pair_end ? " need" : " needs";
  return setter + need + " that much at once, in any schedule" +
         (moment.empty() ? ":" : ": " + moment + ":");
}

std::vector<std::string> render_needs(const model::Graph& graph, const Facts& facts,
                                      SizeUnit unit) {
  // What a search has shown is not the sum of some parts.
  if (facts.floor_at == FloorAt::states || facts.floor_at == FloorAt::states_end) return {};
  const std::vector<NeedLine> needs = needs_of(graph, facts);
  std::vector<std::string> lines;
  std::int64_t rest = 0;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    if (i >= kShown) {
      rest += needs[i].size;
      continue;
    }
    std::string what = needs[i].what;
    what.resize(11, ' ');
    const std::string of = needs[i].of.empty() ? "" : "  " + needs[i].of;
    lines.push_back("  " + what + full_size(needs[i].size, unit) + of);
  }
  if (rest > 0) {
    lines.push_back("  and " + std::to_string(needs.size() - kShown) + " smaller, together " +
                    full_size(rest, unit));
  }
  return lines;
}

}  // namespace moccasin::app
