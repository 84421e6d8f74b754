// SPDX-License-Identifier: Apache-2.0
// A training step of a network of eight layers, planned at 70 per cent of its memory and executed
// in one block.
//
//   one_block             every buffer where moccasin places it
//   one_block --overlap   one of them a byte too low: what notices it
#include <cstdio>
#include <cstring>

#include "one_block.h"

namespace {

using toy::Program;

void add_operation(Program& program, Program::Operation operation,
                   const std::vector<Program::Tensor>& outputs) {
  for (const Program::Tensor& output : outputs) {
    operation.outputs.push_back(static_cast<moccasin::TensorId>(program.tensors.size()));
    program.tensors.push_back(output);
  }
  program.operations.push_back(std::move(operation));
}

Program training_step(unsigned layers) {
  Program program;
  add_operation(program, {"read_batch", 10, 0, {}, {}, 1}, {{400}});
  for (unsigned layer = 0; layer < layers; ++layer) {
    add_operation(program, {"forward_" + std::to_string(layer), 100, 300, {layer}, {}}, {{1'000}});
  }
  add_operation(program, {"loss", 20, 0, {layers}, {}}, {{1'000}});
  for (unsigned layer = layers; layer-- > 0;) {
    const auto gradient = static_cast<moccasin::TensorId>(
        layer + 1 == layers ? layers + 1 : program.tensors.size() - 2);
    add_operation(program,
                  {"backward_" + std::to_string(layer), 200, 300, {gradient, layer, layer + 1}, {}},
                  {{1'000}, {100, true}});
  }
  return program;
}

// Lowers a buffer by a byte that lies right above another one, while both are live.
void overlap(const std::vector<moccasin::Buffer>& buffers, moccasin::Placement& placement) {
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const bool live_at_once = buffers[i].lower < buffers[k].upper;  // they are sorted by `lower`
      if (!live_at_once || placement.offsets[k] + buffers[k].size != placement.offsets[i]) continue;
      --placement.offsets[i];
      return;
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const Program program = training_step(8);
  const moccasin::Graph graph = graph_of(program);
  moccasin::Options options;
  options.time_limit = 0;
  options.work_limit = 1'000'000;
  const std::int64_t budget = moccasin::describe(graph).base_peak * 7 / 10;
  const moccasin::Result plan = moccasin::solve(graph, budget, options);
  if (!plan.has_schedule()) return 1;

  const moccasin::PlaceResult placed = moccasin::place(graph, plan.schedule);
  if (!placed.has_placement()) return 1;
  moccasin::Placement placement = placed.placement;

  if (argc > 1 && std::strcmp(argv[1], "--overlap") == 0) {
    overlap(moccasin::lifetimes(graph, plan.schedule), placement);
  }
  for (const moccasin::Issue& issue :
       moccasin::verify_placement(graph, plan.schedule, placement, budget)) {
    std::printf("moccasin says: %s\n", issue.message.c_str());
  }

  const toy::Outcome outcome = run_in_one_block(program, plan.schedule, placement);
  std::printf(
      "%zu steps wrote %zu buffers in a block of %lld bytes; %lld bytes were live at most\n",
      plan.schedule.size(), outcome.buffers, static_cast<long long>(placement.arena),
      static_cast<long long>(placed.live_peak));
  if (!outcome.damage.empty()) {
    std::printf("damaged: %s\n", outcome.damage.c_str());
    return 1;
  }
  std::printf("all %lld bytes that were compared are intact\n",
              static_cast<long long>(outcome.compared));
}
