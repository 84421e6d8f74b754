// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <optional>
#include <sstream>
#include <variant>

#include "base/random.h"
#include "bench/benchmarks.h"
#include "bench/heap.h"
#include "io/graph_reader.h"
#include "model/profile.h"
#include "model/verify.h"
#include "search/local/fixed_order_moves.h"
#include "search/local/free_order_moves.h"
#include "search/local/greedy.h"
#include "search/local/sequence.h"

namespace moccasin::bench {
namespace {

using search::Sequence;

void per_node(benchmark::State& state, const Instance& instance) {
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(instance.graph.num_operations()));
}

void profile(benchmark::State& state, LazyInstance& lazy) {
  const Instance& instance = lazy.get();
  for (auto _ : state) {
    benchmark::DoNotOptimize(model::make_profile(instance.graph, instance.schedule).peak);
  }
  per_node(state, instance);
}

void assign(benchmark::State& state, LazyInstance& lazy) {
  const Instance& instance = lazy.get();
  const std::optional<double> before = heap_bytes();
  Sequence sequence(instance.compiled);
  for (auto _ : state) sequence.assign(instance.typical);
  benchmark::DoNotOptimize(sequence.excess());
  if (before) {
    state.counters["bytes_a_node"] =
        (*heap_bytes() - *before) / static_cast<double>(instance.compiled.num_ops());
  }
  state.counters["steps"] = static_cast<double>(instance.typical.size());
  per_node(state, instance);
}

void verify(benchmark::State& state, LazyInstance& lazy) {
  const Instance& instance = lazy.get();
  for (auto _ : state) {
    benchmark::DoNotOptimize(model::verify(instance.problem, instance.schedule).peak);
  }
  per_node(state, instance);
}

void compile(benchmark::State& state, LazyInstance& lazy) {
  const Instance& instance = lazy.get();
  std::optional<double> bytes;
  for (auto _ : state) {
    const std::optional<double> before = heap_bytes();
    const search::CompiledGraph compiled(instance.problem);
    benchmark::DoNotOptimize(compiled.budget());
    if (before) bytes = *heap_bytes() - *before;
  }
  if (bytes) {
    state.counters["bytes_a_node"] = *bytes / static_cast<double>(instance.compiled.num_ops());
  }
  per_node(state, instance);
}

// The graph as `moccasin generate` would write it, from memory.
void parse(benchmark::State& state, LazyInstance& lazy) {
  const Instance& instance = lazy.get();
  io::GraphFile file{.graph = instance.graph,
                     .name = "bench",
                     .producer = "",
                     .duration_unit = "",
                     .size_unit = "",
                     .id_kinds = {},
                     .kinds = {},
                     .ignored = {}};
  file.id_kinds.assign(instance.graph.num_operations(), io::IdKind::text);
  file.kinds.assign(instance.graph.num_operations(), "");
  std::ostringstream out;
  io::write_graph(out, file);
  const std::string text = out.str();
  for (auto _ : state) {
    const auto read = io::parse_graph(text, "bench");
    if (const auto* error = std::get_if<io::Error>(&read)) {
      state.SkipWithError(error->message.c_str());
      return;
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  per_node(state, instance);
}

// From the base order to a sequence that fits.
template <class Moves>
void greedy(benchmark::State& state, LazyInstance& lazy) {
  const Instance& instance = lazy.get();
  Sequence sequence(instance.compiled);
  const search::Limits limits;
  for (auto _ : state) {
    base::Random random(1);
    Moves moves(sequence, random);
    sequence.assign(instance.base);
    moves.reset();
    search::Meter meter(limits);
    relieve_all(sequence, moves, random, meter);
  }
  const auto base_duration = static_cast<double>(instance.graph.base_duration());
  state.counters["fits"] = sequence.feasible() ? 1 : 0;
  state.counters["overhead_percent"] =
      100 * (static_cast<double>(sequence.duration()) - base_duration) / base_duration;
  per_node(state, instance);
}

}  // namespace

void register_scratch(const std::shared_ptr<LazyInstance>& instance) {
  const auto add = [&](const std::string& name, void (*run)(benchmark::State&, LazyInstance&)) {
    benchmark::RegisterBenchmark((name + "/" + instance->name()).c_str(),
                                 [=](benchmark::State& state) { run(state, *instance); });
  };
  add("profile", profile);
  add("assign", assign);
  add("verify", verify);
  add("compile", compile);
  add("parse", parse);
  add("greedy", greedy<search::FixedOrderMoves>);
  add("greedy_free", greedy<search::FreeOrderMoves>);
}

}  // namespace moccasin::bench
