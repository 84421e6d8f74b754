// SPDX-License-Identifier: Apache-2.0
#include "remat_pass.h"

#include <moccasin/moccasin.hpp>
#include <utility>

namespace toy {
namespace {

// Ids of operations are indices of instructions, since both are added in order.
moccasin::Graph graph_of(const Function& function) {
  moccasin::Graph graph;
  std::vector<moccasin::TensorId> tensor_of(function.values.size());
  for (const Instruction& instruction : function.instructions) {
    const moccasin::OpId op =
        graph.add_op({instruction.name, instruction.nanoseconds, instruction.scratch_bytes,
                      instruction.is_pure ? 0 : 1});
    for (const ValueId value : instruction.results) {
      const Value& of = function.values[value];
      tensor_of[value] = graph.add_output(op, {of.bytes, of.is_result});
    }
    for (const ValueId value : instruction.operands) graph.add_use(op, tensor_of[value]);
  }
  graph.set_resident(function.parameter_bytes);
  // The order that the compiler has is the one to measure against.
  std::vector<moccasin::OpId> order;
  for (moccasin::OpId op = 0; op < function.instructions.size(); ++op) order.push_back(op);
  graph.set_order(std::move(order));
  return graph;
}

// Work limits make the same plan on every machine; a time limit does not. So a plan that the clock
// has cut short is given up for one that takes a hundredth of the work, with no clock.
moccasin::Result solve_repeatably(const moccasin::Graph& graph, const PassOptions& options) {
  moccasin::Options limits;
  limits.work_limit = options.work;
  limits.time_limit = options.most_seconds;
  moccasin::Result result = moccasin::solve(graph, options.budget, limits);
  if (result.stop != moccasin::Stop::time) return result;
  limits.time_limit = 0;
  limits.work_limit = options.work / 100 + 1;
  return moccasin::solve(graph, options.budget, limits);
}

// Why it does not fit, or is not known to.
std::string explain(const moccasin::Result& result, const Function& function,
                    const PassOptions& options) {
  std::string text = "does not fit in " + std::to_string(options.budget) + " bytes: ";
  if (result.status == moccasin::Status::invalid) return text + result.issues.front().message;
  if (result.budget_floor <= options.budget) {
    return text + "the least peak found is " + std::to_string(result.least_peak);
  }
  text += "no order needs less than " + std::to_string(result.budget_floor);
  for (const moccasin::OpId op : result.floor_ops) {
    text += ", for '" + function.instructions[op].name + "'";
  }
  return text;
}

}  // namespace

PassResult plan_rematerialization(const Function& function, const PassOptions& options) {
  const moccasin::Graph graph = graph_of(function);
  const moccasin::Result result = solve_repeatably(graph, options);
  PassResult pass;
  if (!result.has_schedule()) {
    pass.remark = explain(result, function, options);
    return pass;
  }
  // Trust is good: this looks at the steps alone, by code that the search does not use.
  const moccasin::Evaluation plan = moccasin::evaluate(graph, result.schedule);
  if (!plan.valid || plan.peak > options.budget) {
    pass.remark = "moccasin's plan is wrong: keep the function as it is, and report a bug";
    return pass;
  }
  pass.fits = true;
  pass.order.assign(result.schedule.begin(), result.schedule.end());
  pass.nanoseconds = plan.duration;
  pass.peak = plan.peak;
  pass.remark = std::to_string(result.schedule.size() - function.instructions.size()) +
                " instructions run again, " + std::to_string(plan.duration - result.base_duration) +
                " ns more, " + std::to_string(plan.peak) + " bytes instead of " +
                std::to_string(result.base_peak);
  return pass;
}

}  // namespace toy
