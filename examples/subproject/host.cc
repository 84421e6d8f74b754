// SPDX-License-Identifier: Apache-2.0
// A host whose own headers define what they should not, before it sees moccasin. Reads a graph out
// of a text, plans it, and prints the schedule's file.
//
// The standard library does not stand such macros itself: <functional> has a member called max. Its
// headers come first.
#include <chrono>
#include <functional>
#include <iostream>
#include <string>

#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define check(condition) ((condition) ? 0 : 1)
#define major 1
#define minor 2

#include <moccasin/io.hpp>
#include <moccasin/moccasin.hpp>

namespace {

constexpr const char* kGraph = R"({"format": "moccasin-graph", "version": 1,
"nodes": [{"id": "forward_1", "duration": 2, "size": 100},
          {"id": "forward_2", "duration": 3, "size": 100},
          {"id": "loss", "duration": 3, "size": 100},
          {"id": "backward_2", "duration": 6, "size": 100},
          {"id": "backward_1", "duration": 6, "size": 100}],
"edges": [["forward_1", "forward_2"], ["forward_2", "loss"], ["loss", "backward_2"],
          ["forward_2", "backward_2"], ["backward_2", "backward_1"], ["forward_1", "backward_1"]]})";

int fail(const std::string& message) {
  std::cerr << message << '\n';
  return 1;
}

}  // namespace

int main() {
  const auto document = moccasin::read_graph(moccasin::Source::text(kGraph, "kGraph"));
  if (!document) return fail(document.error().message);
  const moccasin::Graph graph = document->graph();

  moccasin::Options options;
  for (const auto& [name, value] : {std::pair("time-limit", "none"), {"work-limit", "100000"}}) {
    if (const auto wrong = moccasin::set_option(options, name, value)) return fail(wrong->message);
  }
  std::int64_t budget = 0;
  const auto wrong = moccasin::read_budget("75%", moccasin::describe(graph).base_peak, budget);
  if (wrong) return fail(wrong->message);

  const moccasin::Result result = moccasin::solve(graph, budget, options);
  std::string file;
  const auto error =
      moccasin::write_schedule(moccasin::Sink::text(file), *document, result, {budget, options});
  if (error) return fail(error->message);
  std::cout << file;
  return max(0, result.has_schedule() ? 0 : 2);
}
