// SPDX-License-Identifier: Apache-2.0
// A compiled problem, order kept, as variables and constraints of an engine, and back. For each
// operation the first run, then as many recomputations as are modelled:
//
//   copies modelled 2, allowed 2:    first run, one recomputation
//   copies modelled 2, allowed any:  first run, one recomputation, one *surrogate copy*
//
// A surrogate copy stands for any number of further copies. It costs one recomputation, takes no
// memory and reads nothing: less than any real copy. So what is proved with surrogate copies
// allowed holds for any number of copies, and a solution without them is a schedule. `surrogates`
// is a variable that must be 1 for any of them to be used: assuming it 0 leaves the schedules with
// the copies modelled.
//
// Two variables for a first run or a copy of one output, whatever the number of stages: memory is
// linear in operations, outputs, reads and copies.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/engine.h"
#include "model/compiled/compiled_graph.h"
#include "propagators/retention.h"

namespace moccasin::encoding {

using compiled::CompiledGraph;
using compiled::Op;
using compiled::Steps;

// By operation: how many runs are modelled, the first included, at least 1.
using CopiesModelled = base::IndexedVector<Op, std::int32_t>;

class Encoding {
 public:
  // Adds variables and constraints to `engine`. Pre-conditions: the engine is new and not used
  // after this is gone; the graph has at most 2^20 operations and 2^24 retentions.
  Encoding(const CompiledGraph& graph, const CopiesModelled& copies, engine::Engine& engine);
  Encoding(const Encoding&) = delete;
  Encoding& operator=(const Encoding&) = delete;

  [[nodiscard]] const propagators::RetentionModel& model() const { return model_; }
  // How long the recomputations take together, in units of duration_unit() ticks.
  [[nodiscard]] engine::Var duration() const { return model_.duration; }
  [[nodiscard]] std::int64_t duration_unit() const { return duration_unit_; }
  // Whether all schedules are solutions, those with surrogate copies for what is not modelled. Else
  // some take too long: more than 2^61 units.
  [[nodiscard]] bool whole() const { return whole_; }
  [[nodiscard]] engine::Var surrogates() const { return surrogates_; }
  [[nodiscard]] bool has_surrogates() const { return !surrogate_runs_.empty(); }

  // Stages of what may be recomputed. When they are fixed and nothing more follows, every end can
  // take its lower bound: that is a solution.
  [[nodiscard]] const std::vector<engine::Var>& decisions() const { return decisions_; }

  // The schedule of a solution; surrogate copies are left out.
  [[nodiscard]] Steps decode(const engine::Domains& solution) const;
  // Operations whose surrogate copies run in a solution.
  [[nodiscard]] std::vector<Op> surrogates_used(const engine::Domains& solution) const;
  // The values that a staged sequence gives to all variables, by Var / 2; copies beyond those
  // modelled are left out.
  [[nodiscard]] std::vector<engine::Value> encode(const Steps& steps) const;

  // Runs of `op` in the model: its copies in order, surrogate copies not counted.
  [[nodiscard]] propagators::RunIndex run_of(Op op, std::size_t copy) const;
  // Whose stage a decision is: stages are made before all other variables, in the order of the
  // runs.
  [[nodiscard]] propagators::RunIndex run_of_stage(engine::Var stage) const {
    return propagators::RunIndex(stage.value() / 2);
  }
  [[nodiscard]] Op op_of(propagators::RunIndex run) const {
    return Op(static_cast<std::size_t>(model_.runs[run].position));
  }
  [[nodiscard]] bool is_surrogate(propagators::RunIndex run) const { return surrogate_[run] != 0; }

 private:
  void add_runs(const CopiesModelled& copies, engine::Engine& engine);
  void add_retentions(engine::Engine& engine);
  void add_reads();
  void forbid_surrogates(engine::Engine& engine);
  [[nodiscard]] propagators::Event latest_read(compiled::Tensor tensor) const;
  [[nodiscard]] propagators::Event latest_first_read(compiled::Tensor tensor) const;
  [[nodiscard]] bool has_copies(Op op) const {
    return model_.runs[model_.first_run(op.value())].next_copy.valid();
  }

  const CompiledGraph& graph_;
  base::IndexedVector<Op, std::uint32_t> last_useful_;
  propagators::RetentionModel model_;
  std::int64_t duration_unit_ = 1;
  bool whole_ = true;
  engine::Var surrogates_;
  base::IndexedVector<propagators::RunIndex, char> surrogate_;
  std::vector<propagators::RunIndex> surrogate_runs_;
  std::vector<engine::Var> decisions_;
};

}  // namespace moccasin::encoding
