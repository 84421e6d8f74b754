// SPDX-License-Identifier: Apache-2.0
#include "one_block.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

namespace toy {
namespace {

using moccasin::OpId;
using moccasin::TensorId;

struct Free {
  void operator()(unsigned char* block) const { std::free(block); }
};

// Spreads the bits of two numbers over one.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = (a ^ (b + 0x9e3779b97f4a7c15u)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 29u)) * 0x94d049bb133111ebu;
  return x ^ (x >> 32u);
}

unsigned char byte_at(std::uint64_t pattern, std::int64_t place) {
  return static_cast<unsigned char>(mix(pattern, static_cast<std::uint64_t>(place)));
}

class Machine {
 public:
  Machine(const Program& program, const moccasin::Placement& placement)
      : program_(program),
        placement_(placement),
        block_(static_cast<unsigned char*>(
            std::malloc(static_cast<std::size_t>(placement.arena) + 1))),
        latest_(program.tensors.size()) {}

  // The buffers of a schedule are numbered as the steps write them, and so are their offsets.
  void run_step(std::size_t step, OpId op) {
    const Program::Operation& operation = program_.operations[op];
    std::uint64_t result = mix(op, step);
    for (const TensorId input : operation.inputs) {
      check(step, input);  // it has lain there since it was written
      result = mix(result, latest_[input].pattern);
    }
    for (const TensorId output : operation.outputs) {
      const std::int64_t offset = placement_.offsets[outcome_.buffers++];
      latest_[output] = {offset, mix(result, output)};
      write(latest_[output], program_.tensors[output].bytes);
    }
    write({placement_.workspaces[step], mix(result, ~std::uint64_t{0})}, operation.workspace);
    // Inputs, outputs and workspace are all in use until the step ends.
    for (const TensorId input : operation.inputs) check(step, input);
    for (const TensorId output : operation.outputs) check(step, output);
  }

  Outcome finish(std::size_t steps) {
    for (TensorId tensor = 0; tensor < program_.tensors.size(); ++tensor) {
      if (program_.tensors[tensor].is_result) check(steps, tensor);
    }
    return std::move(outcome_);
  }

 private:
  // A buffer that was written, and with what.
  struct Written {
    std::int64_t offset = 0;
    std::uint64_t pattern = 0;
  };

  void write(const Written& buffer, std::int64_t bytes) {
    unsigned char* const at = block_.get() + buffer.offset;
    for (std::int64_t i = 0; i < bytes; ++i) at[i] = byte_at(buffer.pattern, i);
  }

  void check(std::size_t step, TensorId tensor) {
    const Written& buffer = latest_[tensor];
    const unsigned char* const at = block_.get() + buffer.offset;
    for (std::int64_t i = 0; i < program_.tensors[tensor].bytes; ++i) {
      if (at[i] == byte_at(buffer.pattern, i) || !outcome_.damage.empty()) continue;
      outcome_.damage = "step " + std::to_string(step) + ": byte " + std::to_string(i) +
                        " of tensor " + std::to_string(tensor) + " is not as it was written";
    }
    outcome_.compared += program_.tensors[tensor].bytes;
  }

  const Program& program_;
  const moccasin::Placement& placement_;
  const std::unique_ptr<unsigned char, Free> block_;
  std::vector<Written> latest_;  // by tensor: its latest copy, which is the one that reads take
  Outcome outcome_;
};

}  // namespace

moccasin::Graph graph_of(const Program& program) {
  moccasin::Graph graph;
  for (const Program::Operation& operation : program.operations) {
    const OpId op = graph.add_op(
        {operation.name, operation.duration, operation.workspace, operation.max_copies});
    for (const TensorId output : operation.outputs) {
      const Program::Tensor& tensor = program.tensors[output];
      graph.add_output(op, {tensor.bytes, tensor.is_result});
    }
    for (const TensorId input : operation.inputs) graph.add_use(op, input);
  }
  return graph;
}

Outcome run_in_one_block(const Program& program, const std::vector<OpId>& schedule,
                         const moccasin::Placement& placement) {
  Machine machine(program, placement);
  for (std::size_t step = 0; step < schedule.size(); ++step) {
    machine.run_step(step, schedule[step]);
  }
  return machine.finish(schedule.size());
}

}  // namespace toy
