// SPDX-License-Identifier: Apache-2.0
// Compiled as C++17 with -fno-exceptions -fno-rtti against the public header alone.
#include "moccasin/moccasin.hpp"

#if __cplusplus != 201703L || defined(__cpp_exceptions) || defined(__cpp_rtti)
#error "this file is to be compiled as C++17 with -fno-exceptions -fno-rtti"
#endif

#include <cstdio>
#include <cstring>

int main() {
  moccasin::Graph graph;  // the example of the header
  const moccasin::OpId a = graph.add_node({"a", 10}, 4);
  const moccasin::OpId b = graph.add_node({"b", 30}, 2);
  const moccasin::OpId c = graph.add_node({"c", 20}, 1);
  graph.add_edge(a, b);
  graph.add_edge(b, c);
  graph.add_edge(a, c);
  const moccasin::Result result = moccasin::solve(graph, 7);
  const bool solved = result.status == moccasin::Status::optimal &&
                      result.schedule == std::vector<moccasin::OpId>{a, b, c} &&
                      result.duration == 60 && result.peak == 7;
  const bool same_version = std::strcmp(moccasin::version(), MOCCASIN_VERSION) == 0;
  if (!solved) std::puts("the example of the header does not hold");
  if (!same_version) std::puts("header and library differ in version");
  return solved && same_version ? 0 : 1;
}
