// SPDX-License-Identifier: Apache-2.0
#include "bench/instance.h"

#include "base/random.h"
#include "model/profile.h"
#include "search/local/fixed_order_moves.h"
#include "search/local/greedy.h"

namespace moccasin::bench {
namespace {

using search::Op;

model::Problem at_70_percent(const model::Graph& graph) {
  const std::int64_t peak = model::make_profile(graph, model::base_schedule(graph)).peak;
  return {.graph = &graph, .budget = (peak * 7 + 9) / 10, .order = model::Order::kept};
}

std::vector<Op> base_steps(const search::CompiledGraph& graph) {
  std::vector<Op> steps;
  for (const Op op : graph.ops()) steps.push_back(op);
  return steps;
}

std::vector<Op> after_greedy(const search::CompiledGraph& graph) {
  base::Random random(1);
  search::Sequence sequence(graph);
  search::FixedOrderMoves moves(sequence, random);
  sequence.assign(base_steps(graph));
  moves.reset();
  const search::Limits limits;
  search::Meter meter(limits);
  relieve_all(sequence, moves, random, meter);
  return sequence.steps();
}

model::Schedule schedule_of(const search::CompiledGraph& graph, const std::vector<Op>& steps) {
  model::Schedule schedule;
  for (const Op op : steps) schedule.steps.push_back(graph.original(op));
  return schedule;
}

}  // namespace

Instance::Instance(const generate::GenerateOptions& options)
    : graph(generate::generate(options)),
      problem(at_70_percent(graph)),
      compiled(problem),
      base(base_steps(compiled)),
      typical(after_greedy(compiled)),
      schedule(schedule_of(compiled, typical)) {}

std::string LazyInstance::name() const {
  return std::string(generate::family_name(options_.family)) + "/" + std::to_string(options_.nodes);
}

const Instance& LazyInstance::get() {
  if (!instance_) instance_ = std::make_unique<const Instance>(options_);
  return *instance_;
}

}  // namespace moccasin::bench
