// SPDX-License-Identifier: Apache-2.0
#include "tests/search/closure/support/closure_case.h"

#include "model/verify.h"
#include "tests/encoding/support/steps.h"
#include "tests/search/support/random_case.h"
#include "tests/support/random_schedule.h"

namespace moccasin::test {

using engine::Value;
using engine::Var;
using propagators::RunIndex;
using search::Again;
using search::Op;

namespace {

encoding::CopiesModelled random_copies(const search::CompiledGraph& graph, base::Random& random) {
  encoding::CopiesModelled copies(graph.num_ops(), 1);
  for (const Op op : graph.ops()) copies[op] = static_cast<std::int32_t>(random.between(1, 3));
  return copies;
}

}  // namespace

ClosureCase::ClosureCase(std::uint64_t seed)
    : case_(seed, model::Order::kept),
      encoding_(case_.compiled, random_copies(case_.compiled, case_.random), scratch_) {
  collect_valid();
}

void ClosureCase::declare_variables(engine::Engine& engine) const {
  const engine::Domains root = scratch_.domains();
  for (std::size_t i = 0; i < root.num_variables(); ++i) {
    engine.new_variable(root.lower(Var(2 * i)), root.upper(Var(2 * i)));
  }
}

void ClosureCase::collect_valid() {
  for (int i = 0; i < 60; ++i) {
    const double recompute = 0.6 * random().unit();
    const model::Schedule schedule = random_schedule(case_.problem, recompute, random());
    if (!model::verify(case_.problem, schedule).valid()) continue;
    add_valid(useful_steps(graph(), compiled_steps(case_.graph, schedule)));
  }
}

void ClosureCase::add_valid(const encoding::Steps& steps) {
  Assignment values = encoding_.encode(steps);
  const auto value = [&values](Var var) -> Value& { return values[var.value() / 2]; };
  std::vector<std::size_t> runs(graph().num_ops(), 0);
  for (const Op op : steps) ++runs[op.value()];
  for (const RunIndex first : model().runs.indices()) {
    if (first.value() >= graph().num_ops()) break;
    std::size_t copy = 1;
    RunIndex run = first;
    for (; copy < runs[first.value()]; ++copy) {
      const RunIndex before = run;
      run = model().runs[run].next_copy;
      if (!run.valid()) return;  // there are none but those modelled: it is too many
      if (!encoding_.is_surrogate(run)) continue;
      const propagators::Run& surrogate = model().runs[run];
      const Value earliest = value(model().runs[before].stage) + 1;
      value(surrogate.stage) = random().between(earliest, surrogate.never - 1);
      value(model().duration) += surrogate.duration;
      value(encoding_.surrogates()) = 1;
      break;
    }
  }
  valid_.push_back(std::move(values));
}

std::int64_t ClosureCase::total_ticks() const {
  std::int64_t ticks = 0;
  for (const Op op : graph().ops()) ticks += graph().duration(op);
  return ticks;
}

search::ClosureStart ClosureCase::random_start() {
  const std::int64_t total = std::max<std::int64_t>(total_ticks(), 1);
  const std::int64_t upper = random().between(1, 2 * total);
  search::ClosureStart start{search::CostScale(graph(), upper), model::Order::kept,
                             root_of(graph())};
  const double all = 1e11 * static_cast<double>(total) / static_cast<double>(upper);
  const double dearest = all * random().unit();
  for (const Op op : graph().ops()) {
    if (!random().chance(0.5)) continue;
    start.root.events.push_back(op);
    start.root.prices.push_back(dearest * random().unit());
  }
  start.root.prox_parameter = all * random().unit();
  return start;
}

std::optional<search::ClosureStart> ClosureCase::start_of_bound(std::int64_t upper,
                                                                std::uint64_t ticks) const {
  search::ClosureBound bound(graph(), model::Order::kept);
  const search::Limits none;
  search::Meter meter(none);
  search::Share share(meter, ticks);
  bound.improve(upper, share);
  if (bound.scale() == nullptr || bound.root().prices.empty()) return std::nullopt;
  search::ClosureStart start{*bound.scale(), bound.order(), bound.root()};
  start.root.bundle.clear();
  start.root.again = search::unsplit(bound.fixings());
  return start;
}

engine::Box box_of(const engine::Domains& domains) {
  std::vector<Value> lower;
  for (std::size_t raw = 0; raw < 2 * domains.num_variables(); ++raw) {
    lower.push_back(domains.lower(Var(raw)));
  }
  return engine::Box(std::move(lower));
}

void impose_fixings(const search::ClosureStart& start, const encoding::Encoding& encoding,
                    engine::Engine& engine) {
  const search::ClosureChoices choices(encoding);
  for (const search::CostVar cost_var : start.root.again.indices()) {
    const Again again = start.root.again[cost_var];
    const Op op(cost_var.value());
    if (again == Again::open || !choices.first_copy(op).valid()) continue;
    const engine::Literal runs_again = choices.runs_again(op);
    engine.impose(again == Again::surely ? runs_again : ~runs_again);
  }
}

}  // namespace moccasin::test
