// SPDX-License-Identifier: Apache-2.0
// A host with many threads, each of which solves and places: nothing is shared but what the host
// shares.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/embed/support/graphs.h"

namespace moccasin::test {
namespace {

constexpr std::size_t kThreads = 64;
constexpr std::size_t kOperations = 60;
constexpr std::uint64_t kWork = 60'000;

std::string solved(const Graph& graph, std::int32_t threads, Order order) {
  const Result result = solve(graph, budget(graph, 50), repeatable(kWork, threads, order));
  return text_of(result) + text_of(place(graph, result.schedule, repeatable_placing(kWork)));
}

// What each of 64 threads that begin together makes of its graph. Every eighth solves on several
// threads itself, and every other one keeps the order.
std::vector<std::string> solved_at_once(const std::vector<const Graph*>& graphs) {
  std::vector<std::string> texts(graphs.size());
  std::vector<std::thread> hosts;
  std::atomic<std::size_t> waiting{0};
  for (std::size_t i = 0; i < graphs.size(); ++i) {
    hosts.emplace_back([&, i] {
      ++waiting;
      while (waiting < graphs.size()) std::this_thread::yield();
      texts[i] = solved(*graphs[i], i % 8 == 0 ? 3 : 1, i % 2 == 0 ? Order::free : Order::kept);
    });
  }
  for (std::thread& host : hosts) host.join();
  return texts;
}

std::vector<std::string> solved_in_turn(const std::vector<const Graph*>& graphs) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < graphs.size(); ++i) {
    texts.push_back(solved(*graphs[i], i % 8 == 0 ? 3 : 1, i % 2 == 0 ? Order::free : Order::kept));
  }
  return texts;
}

TEST(Threads, SolveOneGraphAtOnce) {
  const Graph graph = training(kOperations);
  const std::vector<const Graph*> graphs(kThreads, &graph);
  EXPECT_EQ(solved_at_once(graphs), solved_in_turn(graphs));
}

TEST(Threads, SolveGraphsOfTheirOwnAtOnce) {
  std::vector<Graph> own;
  for (std::uint32_t i = 0; i < kThreads; ++i) own.push_back(training(kOperations, i));
  std::vector<const Graph*> graphs;
  for (const Graph& graph : own) graphs.push_back(&graph);
  EXPECT_EQ(solved_at_once(graphs), solved_in_turn(graphs));
}

}  // namespace
}  // namespace moccasin::test
