// SPDX-License-Identifier: Apache-2.0
// How long one solve of a small graph takes, as a compiler sees it that calls the library in a
// pass:
//   moccasin_latency [REPETITIONS]
// For graphs of about 10, 100 and 1000 operations at budgets halfway between floor and base peak,
// by each order: the least work limit that yields a schedule, up to a factor of two, and that
// yields a proof if one is had within kMostWork ticks; the least and the median time of a solve
// with that limit, the first of all, and the allocations of one.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <optional>
#include <vector>

#include "generate/family.h"
#include "moccasin/moccasin.hpp"

namespace {

std::atomic<std::uint64_t> allocations{0};

}  // namespace

void* operator new(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace moccasin;
using generate::Family;

constexpr std::uint64_t kMostWork = std::uint64_t{1} << 24;

Graph collected(const model::Graph& from) {
  Graph graph;
  for (const model::OpIndex op : from.operations()) {
    const model::Operation& operation = from.operation(op);
    graph.add_op({operation.name, operation.duration, operation.workspace, operation.max_copies});
  }
  for (const model::TensorIndex tensor : from.tensors()) {
    const model::Tensor& output = from.tensor(tensor);
    graph.add_output(output.producer.value(), {output.size, output.retain == model::Retain::yes});
  }
  for (const model::OpIndex op : from.operations()) {
    for (const model::TensorIndex input : from.inputs(op)) {
      graph.add_use(op.value(), input.value());
    }
  }
  graph.set_resident(from.resident());
  return graph;
}

struct Timed {
  Result result;
  double microseconds = 0;
  std::uint64_t allocations = 0;
};

Timed timed_solve(const Graph& graph, std::int64_t budget, const Options& options) {
  using Clock = std::chrono::steady_clock;
  const std::uint64_t before = allocations;
  const Clock::time_point start = Clock::now();
  Result result = solve(graph, budget, options);
  const std::chrono::duration<double, std::micro> time = Clock::now() - start;
  const std::uint64_t after = allocations;
  return {std::move(result), time.count(), after - before};
}

template <class Enough>
std::optional<std::uint64_t> least_work(const Graph& graph, std::int64_t budget, Options options,
                                        const Enough& enough) {
  for (options.work_limit = 1; options.work_limit <= kMostWork; options.work_limit *= 2) {
    if (enough(solve(graph, budget, options))) return options.work_limit;
  }
  return std::nullopt;
}

void print_row(const char* family, const Graph& graph, Order order, const char* goal, int count,
               bool proof) {
  const Facts facts = describe(graph);
  const std::int64_t budget = facts.floor + (facts.base_peak - facts.floor) / 2;
  Options options;
  options.time_limit = 0;
  options.order = order;
  const auto work = least_work(graph, budget, options, [&](const Result& result) {
    return result.stop == Stop::proved || (!proof && result.has_schedule());
  });
  const char* const order_name = order == Order::kept ? "kept" : "free";
  std::printf("%-12s %6zu  %s  %-8s ", family, graph.num_ops(), order_name, goal);
  if (!work) {
    std::printf("none within %llu ticks\n", static_cast<unsigned long long>(kMostWork));
    return;
  }
  options.work_limit = *work;
  const double first = timed_solve(graph, budget, options).microseconds;
  std::vector<double> times;
  std::uint64_t allocated = 0;
  for (int i = 0; i < count; ++i) {
    const Timed timed = timed_solve(graph, budget, options);
    times.push_back(timed.microseconds);
    allocated = timed.allocations;
  }
  std::sort(times.begin(), times.end());
  std::printf("%11llu %10.1f %10.1f %10.1f %8llu\n", static_cast<unsigned long long>(*work),
              times.front(), times[times.size() / 2], first,
              static_cast<unsigned long long>(allocated));
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::max(1, std::atoi(argv[1])) : 21;
  std::printf("%-12s %6s  %s  %-8s %11s %10s %10s %10s %8s\n", "graph", "ops", "order", "until",
              "ticks", "least us", "median us", "first us", "allocs");
  for (const Family family : {Family::chain, Family::layered, Family::residual}) {
    for (const std::size_t nodes : {10, 100, 1000}) {
      if (nodes < generate::fewest_nodes(family)) continue;
      const Graph graph =
          collected(generate::generate({.family = family, .nodes = nodes, .seed = 7}));
      for (const Order order : {Order::kept, Order::free}) {
        const std::string name(generate::family_name(family));
        print_row(name.c_str(), graph, order, "schedule", count, false);
        print_row(name.c_str(), graph, order, "proof", count, true);
      }
    }
  }
}
