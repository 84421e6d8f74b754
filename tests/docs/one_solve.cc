// SPDX-License-Identifier: Apache-2.0
// Prints what docs/one-solve.md shows of one solve, block by block, each from the code that the
// document names: one_solve GRAPH. check_one_solve.py compares.
#include <cstdint>
#include <iostream>
#include <string>
#include <variant>
#include <vector>

#include "engine/engine.h"
#include "io/graph_reader.h"
#include "model/compiled/compiled_graph.h"
#include "model/encoding/encoding.h"
#include "model/profile.h"
#include "search/bound/closure_network.h"
#include "search/limits/meter.h"
#include "search/local/annealing.h"
#include "search/local/sequence.h"

namespace moccasin {
namespace {

using compiled::CompiledGraph;
using compiled::Op;
using compiled::Steps;
using compiled::Tensor;
using engine::Literal;
using engine::Var;

struct Problem {
  explicit Problem(const model::Graph& of)
      : graph(of),
        given{.graph = &graph, .budget = 300, .order = model::Order::kept, .max_copies = 2},
        compiled(given) {}

  [[nodiscard]] const std::string& name(Op op) const {
    return graph.operation(compiled.original(op)).name;
  }
  [[nodiscard]] Steps base_order() const {
    Steps steps;
    for (const Op op : compiled.ops()) steps.push_back(op);
    return steps;
  }
  [[nodiscard]] model::Schedule schedule(const Steps& steps) const {
    model::Schedule result;
    for (const Op op : steps) result.steps.push_back(compiled.original(op));
    return result;
  }

  const model::Graph& graph;
  const model::Problem given;
  const CompiledGraph compiled;
};

void print_schedule(const Problem& problem, const Steps& steps) {
  const model::Profile profile = model::make_profile(problem.graph, problem.schedule(steps));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    std::cout << "step " << i << "  live " << profile.live[i] << "  " << problem.name(steps[i])
              << '\n';
  }
  std::cout << "duration " << profile.duration << ", peak " << profile.peak << '\n';
}

void print_compiled(const Problem& problem) {
  const CompiledGraph& compiled = problem.compiled;
  for (const Op op : compiled.ops()) {
    std::cout << "operation " << op.value() << "  duration " << compiled.duration(op);
    for (std::uint32_t i = 0; i < compiled.num_tensors(op); ++i) {
      const Tensor tensor(compiled.first_tensor(op).value() + i);
      std::cout << "  tensor of size " << compiled.tensor(tensor).size << ", read by";
      for (const Op reader : compiled.readers(tensor)) std::cout << ' ' << reader.value();
    }
    if (compiled.transient(op) > 0) std::cout << "  transient " << compiled.transient(op);
    std::cout << '\n';
  }
  std::cout << "budget " << compiled.budget() << '\n';
}

void print_insertions(const Problem& problem) {
  search::Sequence sequence(problem.compiled);
  sequence.assign(problem.base_order());
  std::cout << "base order: duration " << sequence.duration() << ", excess " << sequence.excess()
            << '\n';
  const search::Key before = sequence.key(sequence.first_run(Op(4)));
  for (const Op op : {Op(0), Op(1)}) {
    const search::Effect effect = sequence.evaluate_insert(op, before).effect;
    std::cout << problem.name(op) << " again before " << problem.name(Op(4)) << ": duration "
              << std::showpos << effect.duration << ", excess " << effect.excess << std::noshowpos
              << '\n';
  }
}

void print_greedy(const Problem& problem) {
  search::Annealing annealing(problem.compiled, problem.given.order, 0);
  annealing.start_from(problem.base_order());
  const search::Limits unlimited;
  search::Meter meter(unlimited);
  annealing.greedy(meter, [](const Steps&) { return search::Offer::accepted; });
  print_schedule(problem, annealing.best());
}

// What the variables of an encoding are about.
class Names {
 public:
  Names(const Problem& problem, const encoding::Encoding& encoding)
      : problem_(problem), encoding_(encoding), model_(encoding.model()) {}

  // [end of forward_1 >= 24]
  [[nodiscard]] std::string of(Literal literal) const {
    const bool mirrored = literal.var.value() % 2 == 1;
    const Var var = mirrored ? -literal.var : literal.var;
    return "[" + of(var) + (mirrored ? " <= " : " >= ") +
           std::to_string(mirrored ? -literal.bound : literal.bound) + "]";
  }

 private:
  [[nodiscard]] std::string of(Var var) const {
    if (var == encoding_.duration()) return "duration";
    for (const auto run : model_.runs.indices()) {
      if (model_.runs[run].stage == var) return "stage of " + of(run);
    }
    for (const auto retention : model_.retentions.indices()) {
      if (model_.retentions[retention].end == var) {
        return "end of " + of(model_.retentions[retention].run);
      }
    }
    return "x" + std::to_string(var.value() / 2);
  }
  [[nodiscard]] std::string of(propagators::RunIndex run) const {
    const bool again = run.value() >= problem_.compiled.num_ops();
    return problem_.name(encoding_.op_of(run)) + (again ? "#1" : "");
  }

  const Problem& problem_;
  const encoding::Encoding& encoding_;
  const propagators::RetentionModel& model_;
};

// All bounds that are not as they were in `before`, but for those of `duration`.
void print_changes(const Names& names, const std::vector<engine::Value>& before,
                   const engine::Domains& now) {
  for (std::uint32_t i = 0; i < before.size(); ++i) {
    if (now.lower(Var(i)) != before[i]) {
      std::cout << "  " << names.of(Literal{Var(i), now.lower(Var(i))}) << '\n';
    }
  }
}

std::vector<engine::Value> lower_bounds(const engine::Domains& domains) {
  std::vector<engine::Value> bounds;
  for (std::uint32_t i = 0; i < 2 * domains.num_variables(); ++i) {
    bounds.push_back(domains.lower(Var(i)));
  }
  return bounds;
}

void print_clause(const Problem& problem) {
  engine::Engine engine;
  const encoding::CopiesModelled copies(problem.compiled.num_ops(), 2);
  const encoding::Encoding encoding(problem.compiled, copies, engine);
  const Names names(problem, encoding);
  if (engine.propagate() == engine::Outcome::conflict) return;
  const std::vector<engine::Value> root = lower_bounds(engine.domains());
  std::cout << engine.domains().num_variables() << " variables\n";

  const Literal faster = engine::at_most(encoding.duration(), 1);
  std::cout << "decided " << names.of(faster) << ", so\n";
  engine.decide(faster);
  const bool conflict = engine.propagate() == engine::Outcome::conflict;
  print_changes(names, root, engine.domains());
  std::cout << (conflict ? "conflict" : "fixpoint") << "; met by its analysis\n";
  engine.learn();
  for (const Literal literal : engine.analyzed()) std::cout << "  " << names.of(literal) << '\n';
  std::cout << "learned, at level " << engine.level() << '\n';
  print_changes(names, root, engine.domains());
}

void print_cuts(const Problem& problem) {
  search::EventScan scan(problem.compiled, problem.given.order);
  const search::CostVars cost_vars(problem.compiled.num_ops());
  const search::Fixings open(cost_vars.size(), search::Again::open);
  base::IndexedVector<Op, std::int64_t> cost(problem.compiled.num_ops(), 0);
  for (const Op op : problem.compiled.ops()) cost[op] = 1000 * problem.compiled.duration(op);
  search::ClosureNetwork network(scan, cost_vars, {Op(3)}, open, cost);
  for (const std::int64_t price : {0, 3000, 6000, 9000}) {
    std::cout << "price " << price << "  bound " << network.evaluate({price}) << "  runs again";
    for (const Op op : problem.compiled.ops()) {
      if (network.is_paid(search::CostVars::first(op))) std::cout << ' ' << problem.name(op);
    }
    std::cout << '\n';
  }
}

int run(const std::string& path) {
  const auto read = io::read_graph_file(path);
  const auto* const file = std::get_if<io::GraphFile>(&read);
  if (file == nullptr) return 3;
  const Problem problem(file->graph);
  print_schedule(problem, problem.base_order());
  std::cout << "--\n";
  print_compiled(problem);
  std::cout << "--\n";
  print_insertions(problem);
  std::cout << "--\n";
  print_greedy(problem);
  std::cout << "--\n";
  print_clause(problem);
  std::cout << "--\n";
  print_cuts(problem);
  return 0;
}

}  // namespace
}  // namespace moccasin

int main(int count, char** arguments) { return count == 2 ? moccasin::run(arguments[1]) : 2; }
