// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "moccasin/moccasin.hpp"

int main() {
  moccasin::Graph graph;  // durations in ticks, sizes in bytes: the units are yours
  const moccasin::OpId forward_1 = graph.add_node({"forward_1", 2}, 100);
  const moccasin::OpId forward_2 = graph.add_node({"forward_2", 3}, 100);
  const moccasin::OpId loss = graph.add_node({"loss", 3}, 100);
  const moccasin::OpId backward_2 = graph.add_node({"backward_2", 6}, 100);
  const moccasin::OpId backward_1 = graph.add_node({"backward_1", 6}, 100);
  graph.add_edge(forward_1, forward_2);
  graph.add_edge(forward_2, loss);
  graph.add_edge(loss, backward_2);
  graph.add_edge(forward_2, backward_2);
  graph.add_edge(backward_2, backward_1);
  graph.add_edge(forward_1, backward_1);

  moccasin::Options options;
  options.time_limit = 1;
  const moccasin::Result plan = moccasin::solve(graph, 300, options);
  if (!plan.has_schedule()) return 1;
  for (const moccasin::OpId op : plan.schedule) std::printf("%u ", op);
  std::printf("takes %lld instead of %lld ticks\n", static_cast<long long>(plan.duration),
              static_cast<long long>(plan.base_duration));
}
