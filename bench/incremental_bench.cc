// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "base/random.h"
#include "bench/benchmarks.h"
#include "search/local/fixed_order_moves.h"
#include "search/local/free_order_moves.h"
#include "search/local/recompute_site.h"
#include "search/local/sequence.h"

namespace moccasin::bench {
namespace {

using search::Key;
using search::Op;
using search::Sequence;

constexpr std::size_t kDrawn = 4096;  // insertions drawn before the clock runs

struct Insertion {
  Op op;
  Key successor;
};

void evaluate_all(benchmark::State& state, Sequence& sequence,
                  const std::vector<Insertion>& insertions) {
  if (insertions.empty()) {
    state.SkipWithError("no insertion was found");
    return;
  }
  const std::uint64_t work = sequence.work();
  std::size_t i = 0;
  for (auto _ : state) {
    const Insertion& insertion = insertions[i];
    benchmark::DoNotOptimize(sequence.evaluate_insert(insertion.op, insertion.successor));
    if (++i == insertions.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["ticks"] = benchmark::Counter(static_cast<double>(sequence.work() - work),
                                               benchmark::Counter::kAvgIterations);
}

// Any operation before the first run of any later one: ranges as long as they can be.
void evaluate_any(benchmark::State& state, LazyInstance& lazy) {
  const Instance& instance = lazy.get();
  Sequence sequence(instance.compiled);
  sequence.assign(instance.typical);
  base::Random random(2);
  std::vector<Insertion> insertions;
  while (insertions.size() < kDrawn) {
    const std::uint32_t stage = 1 + random.below(instance.compiled.num_ops() - 1);
    insertions.push_back({Op(random.below(stage)), sequence.key(sequence.first_run(Op(stage)))});
  }
  evaluate_all(state, sequence, insertions);
}

// What the search asks for: operations live across a high step, before their next reader.
void evaluate_site(benchmark::State& state, LazyInstance& lazy) {
  const Instance& instance = lazy.get();
  Sequence sequence(instance.compiled);
  sequence.assign(instance.typical);
  base::Random random(2);
  search::SitePicker picker(sequence, search::Retained::before_last_step, random);
  std::vector<Insertion> insertions;
  for (std::size_t tries = 0; tries < 50 * kDrawn && insertions.size() < kDrawn; ++tries) {
    const auto site = picker.site_across(picker.step_to_relieve());
    if (!site) continue;
    insertions.push_back({site->op, site->reader});
  }
  evaluate_all(state, sequence, insertions);
}

// Whole moves, those that are refused and undone as well, at a temperature and penalty of the
// middle of a run.
template <typename OrderMoves>
void propose(benchmark::State& state, LazyInstance& lazy) {
  const Instance& instance = lazy.get();
  Sequence sequence(instance.compiled);
  base::Random random(2);
  OrderMoves moves(sequence, random);
  sequence.assign(instance.typical);
  moves.reset();
  const auto mean_duration = static_cast<double>(instance.compiled.mean_duration());
  const double penalty = mean_duration / static_cast<double>(instance.compiled.mean_size());
  const std::uint64_t work = sequence.work();
  std::int64_t accepted = 0;
  for (auto _ : state) {
    const double threshold = -0.1 * mean_duration * std::log(1 - random.unit());
    if (moves.propose({.penalty = penalty, .threshold = threshold})) ++accepted;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["ticks"] = benchmark::Counter(static_cast<double>(sequence.work() - work),
                                               benchmark::Counter::kAvgIterations);
  state.counters["accepted"] =
      benchmark::Counter(static_cast<double>(accepted), benchmark::Counter::kAvgIterations);
}

}  // namespace

void register_incremental(const std::shared_ptr<LazyInstance>& instance) {
  const auto add = [&](const std::string& name, void (*run)(benchmark::State&, LazyInstance&)) {
    benchmark::RegisterBenchmark((name + "/" + instance->name()).c_str(),
                                 [=](benchmark::State& state) { run(state, *instance); });
  };
  add("evaluate_any", evaluate_any);
  add("evaluate_site", evaluate_site);
  add("propose", propose<search::FixedOrderMoves>);
  add("propose_free", propose<search::FreeOrderMoves>);
}

}  // namespace moccasin::bench
