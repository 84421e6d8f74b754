// SPDX-License-Identifier: Apache-2.0
// Clause learning: how fast it goes, and what the constraint model costs before it starts. Layered
// graphs at 85 % of their base peak, order kept, two copies an operation, and a duration to beat
// that a short annealing leaves.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "bench/heap.h"
#include "engine/engine.h"
#include "generate/family.h"
#include "model/encoding/encoding.h"
#include "model/problem.h"
#include "model/profile.h"
#include "search/cdcl/activity_brancher.h"
#include "search/cdcl/cdcl.h"
#include "search/limits/limits.h"
#include "search/local/annealing.h"

namespace moccasin::bench {
namespace {

using engine::at_most;
using engine::Value;
using search::CdclResult;
using search::CompiledGraph;
using search::Op;

constexpr std::int32_t kCopies = 2;
constexpr std::uint64_t kProposals = 200, kMostProposals = 200'000;  // an operation, and in all

model::Problem at_85_percent(const model::Graph& graph) {
  const std::int64_t peak = model::make_profile(graph, model::base_schedule(graph)).peak;
  return {.graph = &graph,
          .budget = (peak * 17 + 19) / 20,
          .order = model::Order::kept,
          .max_copies = kCopies};
}

// Ticks of the recomputations of a sequence that fits; nothing: none was found.
std::optional<std::int64_t> annealed(const CompiledGraph& graph) {
  std::vector<Op> base;
  std::int64_t base_duration = 0;
  for (const Op op : graph.ops()) {
    base.push_back(op);
    base_duration += graph.duration(op);
  }
  const search::Limits limits;
  search::Meter meter(limits);
  const auto keep = [](const std::vector<Op>&) { return search::Offer::accepted; };
  search::Annealing annealing(graph, model::Order::kept, 1);
  annealing.start_from(base);
  annealing.greedy(meter, keep);
  const std::uint64_t proposals = std::min(kProposals * graph.num_ops(), kMostProposals);
  annealing.cycle({.proposals = proposals}, meter, keep);
  if (annealing.best().empty()) return std::nullopt;
  return annealing.best_duration() - base_duration;
}

struct Case {
  explicit Case(std::size_t nodes)
      : graph(generate::generate({.family = generate::Family::layered, .nodes = nodes, .seed = 1})),
        problem(at_85_percent(graph)),
        compiled(problem),
        to_beat(annealed(compiled)) {}
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  const model::Graph graph;
  const model::Problem problem;
  const CompiledGraph compiled;
  const std::optional<std::int64_t> to_beat;
};

const Case& case_of(const benchmark::State& state) {
  static std::map<std::int64_t, std::unique_ptr<const Case>> cases;
  std::unique_ptr<const Case>& made = cases[state.range(0)];
  if (!made) made = std::make_unique<const Case>(static_cast<std::size_t>(state.range(0)));
  return *made;
}

struct Model {
  explicit Model(const CompiledGraph& graph)
      : encoding(graph, encoding::CopiesModelled(graph.num_ops(), kCopies), engine) {}

  void must_take_less_than(const Case& of) {
    if (!of.to_beat) return;
    engine.impose(at_most(encoding.duration(), *of.to_beat / encoding.duration_unit() - 1));
  }
  [[nodiscard]] double num_variables() const {
    return static_cast<double>(engine.domains().num_variables());
  }

  engine::Engine engine;
  encoding::Encoding encoding;
};

// To prove that there is no faster schedule: nothing recomputed, nothing kept.
std::vector<Value> lowest_values(const Model& model) {
  std::vector<Value> values(model.engine.domains().num_variables(), 0);
  for (const propagators::Run& run : model.encoding.model().runs) {
    values[run.stage.value() / 2] = run.never;
  }
  return values;
}

// Searches until so many conflicts are met or all is proved; a solution lowers the bound.
void search_for(std::uint64_t conflicts, Model& model) {
  search::ActivityBrancher brancher(model.encoding.decisions(),
                                    model.engine.domains().num_variables());
  brancher.set_target_phase(lowest_values(model));
  search::Restart restart(50);
  const search::Limits none;
  search::Meter meter(none);
  search::Share turn(meter, search::Meter::kUnlimited);
  const auto left = [&] { return conflicts - model.engine.statistics().conflicts; };
  while (cdcl(model.engine, brancher, restart, turn, left()).result == CdclResult::solution) {
    const engine::Var duration = model.encoding.duration();
    model.engine.impose(at_most(duration, model.engine.domains().lower(duration) - 1));
  }
}

// A search from the start, of as many conflicts as range(1) says.
void learn(benchmark::State& state) {
  const Case& of = case_of(state);
  const auto most = static_cast<std::uint64_t>(state.range(1));
  engine::Statistics total;
  for (auto _ : state) {
    state.PauseTiming();
    auto model = std::make_unique<Model>(of.compiled);
    model->must_take_less_than(of);
    state.ResumeTiming();
    search_for(most, *model);
    state.PauseTiming();
    const engine::Statistics& done = model->engine.statistics();
    total.conflicts += done.conflicts;
    total.propagations += done.propagations;
    total.learned_literals += done.learned_literals;
    total.ticks += done.ticks;
    model.reset();
    state.ResumeTiming();
  }
  const auto add = [&state](const char* name, std::uint64_t value, auto flags) {
    state.counters[name] = benchmark::Counter(static_cast<double>(value), flags);
  };
  add("conflicts", total.conflicts, benchmark::Counter::kAvgIterations);
  add("conflicts_a_second", total.conflicts, benchmark::Counter::kIsRate);
  add("propagations_a_second", total.propagations, benchmark::Counter::kIsRate);
  add("ticks_a_second", total.ticks, benchmark::Counter::kIsRate);
  state.counters["literals"] = static_cast<double>(total.learned_literals) /
                               static_cast<double>(std::max<std::uint64_t>(total.conflicts, 1));
}

// The compiled problem as variables and constraints.
void encode(benchmark::State& state) {
  const Case& of = case_of(state);
  std::optional<double> bytes;
  double variables = 0, reads = 0;
  for (auto _ : state) {
    const std::optional<double> before = heap_bytes();
    const auto model = std::make_unique<const Model>(of.compiled);
    benchmark::DoNotOptimize(model->encoding.duration());
    if (before) bytes = *heap_bytes() - *before;
    variables = model->num_variables();
    reads = static_cast<double>(model->encoding.model().reads.size());
  }
  const auto nodes = static_cast<double>(of.compiled.num_ops());
  if (bytes) state.counters["bytes_a_node"] = *bytes / nodes;
  state.counters["variables_a_node"] = variables / nodes;
  state.counters["reads_a_node"] = reads / nodes;
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// The first propagation of a new model, with the duration to beat.
void root(benchmark::State& state) {
  const Case& of = case_of(state);
  std::optional<double> bytes;
  for (auto _ : state) {
    state.PauseTiming();
    const std::optional<double> before = heap_bytes();
    auto model = std::make_unique<Model>(of.compiled);
    model->must_take_less_than(of);
    state.ResumeTiming();
    benchmark::DoNotOptimize(model->engine.propagate());
    state.PauseTiming();
    if (before) bytes = *heap_bytes() - *before;
    model.reset();
    state.ResumeTiming();
  }
  if (bytes) {
    state.counters["bytes_a_node"] = *bytes / static_cast<double>(of.compiled.num_ops());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// The second number: conflicts.
BENCHMARK(learn)
    ->Name("learn/layered")
    ->Args({100, 4'000})
    ->Args({500, 2'000})
    ->Args({1'000, 1'000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(encode)
    ->Name("encode/layered")
    ->Arg(100)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(root)
    ->Name("root/layered")
    ->Arg(100)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace moccasin::bench
