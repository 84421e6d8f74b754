// SPDX-License-Identifier: Apache-2.0
#include <moccasin/version.h>

#include <cstdio>
#include <moccasin/moccasin.hpp>

int main() {
  moccasin::Graph graph;
  const moccasin::OpId first = graph.add_node({"first", 2}, 10);
  const moccasin::OpId second = graph.add_node({"second", 3}, 20);
  graph.add_edge(first, second);
  moccasin::Options options;
  options.work_limit = 1000;
  const moccasin::Result result = moccasin::solve(graph, 30, options);
  std::printf("%s %s: %lld ticks, %lld bytes\n", MOCCASIN_VERSION, moccasin::version(),
              static_cast<long long>(result.duration), static_cast<long long>(result.peak));
}
