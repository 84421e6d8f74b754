// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "app/explain_case.h"
#include "app/floor_json.h"
#include "app/json_text.h"
#include "io/buffer_name.h"

namespace moccasin::app {
namespace {

// A JSON array of what `element` makes of each.
template <class List, class Element>
std::string array_of(const List& list, const Element& element) {
  std::string text = "[";
  for (const auto& one : list) {
    if (text.size() > 1) text += ", ";
    text += element(one);
  }
  return text + "]";
}

std::string_view obstacle_name(explain::Obstacle obstacle) {
  switch (obstacle) {
    case explain::Obstacle::none:
      break;
    case explain::Obstacle::at_step:
      return "needed_there";
    case explain::Obstacle::not_wanted:
      return "not_read_again";
    case explain::Obstacle::runs_once:
      return "runs_once";
    case explain::Obstacle::max_copies:
      return "max_copies";
    case explain::Obstacle::order_kept:
      return "order_kept";
    case explain::Obstacle::too_many:
      return "too_many_operations";
  }
  return "none";
}

std::string_view fit_name(Fit fit) {
  switch (fit) {
    case Fit::fits:
      return "fits";
    case Fit::nothing_fits:
      return "nothing_fits";
    case Fit::another_fits:
      return "another_fits";
    case Fit::open:
      break;
  }
  return "open";
}

std::string plain_name(const ExplainCase& explained, model::OpIndex op) {
  return explained.graph().operation(op).name;
}

std::string buffer_json(const ExplainCase& explained, const ExplainedBuffer& one) {
  const model::Graph& graph = explained.graph();
  JsonObject object;
  object.add("name", io::buffer_name(graph, one.buffer.tensor, one.buffer.copy));
  object.add("producer", plain_name(explained, graph.tensor(one.buffer.tensor).producer));
  object.add("size", one.buffer.size).add("since", one.buffer.first);
  object.add("until", one.buffer.last);
  if (one.buffer.next && *one.buffer.next < explained.schedule.steps.size()) {
    object.add("next_step", *one.buffer.next);
    object.add("next_reader", plain_name(explained, explained.schedule.steps[*one.buffer.next]));
  }
  JsonObject drop;
  drop.add("obstacle", obstacle_name(one.drop.obstacle));
  if (one.drop.possible()) {
    drop.add_raw("again", array_of(one.drop.again, [&](model::OpIndex op) {
                   return json_quoted(plain_name(explained, op));
                 }));
    drop.add("before", one.drop.before);
    drop.add("duration", one.drop.duration).add("peak", one.drop.peak);
  }
  return object.add_raw("drop", drop.text()).text();
}

}  // namespace

std::string explain_json(const ExplainCase& explained) {
  const explain::LiveAtStep& peak = explained.peak;
  JsonObject object;
  object.add("format", "moccasin-explanation").add("version", 1).add("name", explained.name);
  object.add("duration_unit", explained.file->duration_unit);
  object.add("size_unit", explained.file->size_unit);
  object.add("base_order", explained.is_base_order);
  object.add("steps", explained.schedule.steps.size());
  object.add("duration", explained.profile.duration).add("peak", peak.live);
  object.add("peak_step", peak.step);
  object.add("peak_operation", plain_name(explained, explained.schedule.steps[peak.step]));
  object.add("resident", peak.resident).add("workspace", peak.workspace);
  object.add_raw("largest", array_of(explained.largest, [&](const ExplainedBuffer& one) {
                   return buffer_json(explained, one);
                 }));
  object.add_raw("kinds", array_of(explained.kinds, [](const KindShare& kind) {
                   return JsonObject()
                       .add("kind", kind.kind)
                       .add("bytes", kind.bytes)
                       .add("buffers", kind.buffers)
                       .add("duration", kind.ticks)
                       .add("duration_again", kind.ticks_again)
                       .text();
                 }));
  object.add_raw("recomputed", array_of(explained.recomputed, [&](const auto& one) {
                   JsonObject row;
                   row.add("node", plain_name(explained, one.op)).add("runs_again", one.runs);
                   row.add("duration", one.duration);
                   if (one.peak_without > 0) row.add("peak_without", one.peak_without);
                   return row.text();
                 }));
  object.add_raw("at_limit", array_of(explained.at_limit, [](const explain::StepRange& range) {
                   return "[" + std::to_string(range.first) + ", " + std::to_string(range.last) +
                          "]";
                 }));
  if (explained.next_percent) {
    object.add_raw("next_percent", buffer_json(explained, *explained.next_percent));
  }
  const explain::Drops& drops = explained.in_a_row;
  JsonObject row;
  row.add_raw("tensors", array_of(drops.buffers, [&](const explain::LiveBuffer& buffer) {
                return json_quoted(io::buffer_name(explained.graph(), buffer.tensor, buffer.copy));
              }));
  row.add("most", explained.most_in_a_row);
  row.add("duration", drops.duration).add("peak", drops.peak);
  object.add_raw("drops_in_a_row", row.text());
  object.add("budget_floor", explained.facts.floor);
  object.add_raw("floor", floor_json(explained.graph(), explained.facts));
  if (explained.budget) {
    object.add("budget", *explained.budget).add("verdict", fit_name(explained.fit()));
  }
  if (explained.least_known) object.add("smallest_known", explained.least_known->bytes);
  return object.text();
}

}  // namespace moccasin::app
