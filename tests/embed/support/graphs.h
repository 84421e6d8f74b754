// SPDX-License-Identifier: Apache-2.0
// Graphs as a host would build them: of the public header alone, of any length.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "moccasin/arena.hpp"
#include "moccasin/moccasin.hpp"

namespace moccasin::test {

// o0 -> o1 -> ... , each reading the one before it.
[[nodiscard]] inline Graph chain(std::size_t operations) {
  Graph graph;
  for (std::size_t i = 0; i < operations; ++i) {
    const OpId op = graph.add_node({"o" + std::to_string(i), 1 + static_cast<int>(i % 3)},
                                   1 + static_cast<int>(i % 5));
    if (i > 0) graph.add_edge(op - 1, op);
  }
  return graph;
}

// One source, operations - 2 readers of it, and one operation that reads all of these.
[[nodiscard]] inline Graph fan(std::size_t operations) {
  Graph graph;
  const OpId source = graph.add_node({"source", 1}, 8);
  std::vector<OpId> readers;
  while (readers.size() + 2 < operations) {
    readers.push_back(graph.add_node({"", 2}, 1));
    graph.add_edge(source, readers.back());
  }
  const OpId sink = graph.add_node({"sink", 1}, 1);
  for (const OpId reader : readers) graph.add_edge(reader, sink);
  return graph;
}

// A training step: forward operations f0, f1, ..., then backward ones that read the one before and
// what they mirror, and now and then another. `variant` changes sizes, durations and those others.
[[nodiscard]] inline Graph training(std::size_t operations, std::uint32_t variant = 0) {
  Graph graph;
  std::uint32_t state = 2463534242U + variant;
  const auto below = [&state](std::size_t end) {  // xorshift
    state ^= state << 13U, state ^= state >> 17U, state ^= state << 5U;
    return static_cast<std::size_t>(state % end);
  };
  for (std::size_t i = 0; i < operations; ++i) {
    const auto duration = static_cast<std::int64_t>(1 + below(9));
    const OpId op = graph.add_node({"t" + std::to_string(i), duration},
                                   static_cast<std::int64_t>(1 + below(40)));
    if (i > 0) graph.add_edge(op - 1, op);
    if (2 * i >= operations) graph.add_edge(static_cast<OpId>(operations - 1 - i), op);
    if (i > 8 && below(4) == 0) graph.add_edge(static_cast<OpId>(i - 2 - below(6)), op);
  }
  return graph;
}

// A budget with `percent` of what lies between the floor and the base order's peak.
[[nodiscard]] inline std::int64_t budget(const Graph& graph, std::int64_t percent) {
  const Facts facts = describe(graph);
  return facts.floor + (facts.base_peak - facts.floor) * percent / 100;
}

// Options whose result depends on nothing but them: a limit of work, and none of time.
[[nodiscard]] inline Options repeatable(std::uint64_t work, std::int32_t threads = 1,
                                        Order order = Order::free) {
  Options options;
  options.time_limit = 0;
  options.work_limit = work;
  options.threads = threads;
  options.order = order;
  return options;
}

// All that a result says but for the clock's readings, to compare whole. How much work was done is
// left out where a proof has ended it: of several workers each hears of that in its own time.
[[nodiscard]] inline PlaceOptions repeatable_placing(std::uint64_t work) {
  PlaceOptions options;
  options.time_limit = 0;
  options.work_limit = work;
  return options;
}

[[nodiscard]] inline std::string text_of(const Result& result) {
  std::string text = "status " + std::to_string(static_cast<int>(result.status)) + " stop " +
                     std::to_string(static_cast<int>(result.stop)) + " duration " +
                     std::to_string(result.duration) + " peak " + std::to_string(result.peak) +
                     " bound " + std::to_string(result.bound) + " floor " +
                     std::to_string(result.budget_floor) + " least " +
                     std::to_string(result.least_peak);
  for (const Issue& issue : result.issues) text += "\n" + issue.message;
  if (result.stop != Stop::proved) {
    text +=
        "\nwork " + std::to_string(result.work) + " by " + result.found_by + ", " + result.bound_by;
    for (const Counter& counter : result.statistics) {
      text += "\n" + counter.name + " " + std::to_string(counter.value);
    }
  }
  text += "\nschedule";
  for (const OpId op : result.schedule) text += " " + std::to_string(op);
  for (const OpId op : result.least_peak_schedule) text += " " + std::to_string(op);
  return text;
}

// The same of a placement.
[[nodiscard]] inline std::string text_of(const PlaceResult& placed) {
  std::string text = "\nplaced " + std::to_string(static_cast<int>(placed.status)) + " arena " +
                     std::to_string(placed.placement.arena) + " bound " +
                     std::to_string(placed.bound) + " work " + std::to_string(placed.work) +
                     " by " + placed.found_by + ", " + placed.bound_by;
  for (const std::int64_t offset : placed.placement.offsets) text += " " + std::to_string(offset);
  return text;
}

}  // namespace moccasin::test
