// SPDX-License-Identifier: Apache-2.0
// A plan executed: every buffer at its offset in one block of memory, and nothing else allocated.
// What operations compute is of no interest here, so each writes a pattern of its own, and before
// and after every use each byte is looked at: two buffers that share one are found out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <moccasin/arena.hpp>
#include <moccasin/moccasin.hpp>
#include <string>
#include <vector>

namespace toy {

// What is to run: moccasin's graph, where one can look things up.
struct Program {
  struct Tensor {
    std::int64_t bytes = 0;
    bool is_result = false;  // of the program: it is needed after the last step
  };
  struct Operation {
    std::string name;
    std::int64_t duration = 0, workspace = 0;
    std::vector<moccasin::TensorId> inputs, outputs;
    std::int32_t max_copies = 0;  // 1: must not run twice; 0: as often as you like
  };
  std::vector<Operation> operations;  // in an order in which they can run
  std::vector<Tensor> tensors;        // in the order in which the operations list them as outputs
};

moccasin::Graph graph_of(const Program& program);

struct Outcome {
  std::size_t buffers = 0;    // written
  std::int64_t compared = 0;  // bytes that were looked at
  std::string damage;         // the first buffer that was not as it was written; empty: none
};

// Runs the steps of a schedule of `program`. Pre-condition: the placement has an offset for each of
// its buffers and workspaces, and all of them end within the arena.
Outcome run_in_one_block(const Program& program, const std::vector<moccasin::OpId>& schedule,
                         const moccasin::Placement& placement);

}  // namespace toy
