// SPDX-License-Identifier: Apache-2.0
// A retention model written by hand, with one propagator: what it infers from what is decided.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "tests/propagators/support/recorder.h"
#include "tests/propagators/support/retention_case.h"

namespace moccasin::test {

using Bounds = std::pair<engine::Value, engine::Value>;

class HandModel {
 public:
  // `stages` operations, events stage * stages + position.
  HandModel(engine::Value stages, std::int64_t budget, Bounds duration) {
    model.grid = {.stages = stages, .width = stages};
    model.budget = budget;
    model.duration = variable(duration);
  }

  // A run of the operation at `position`, never from the upper bound of `stage` on if it may be
  // left out; its retentions are added before the next run.
  enum class May { run, be_left_out };
  propagators::RunIndex run(engine::Value position, Bounds stage, May may,
                            std::int64_t duration = 0, std::int64_t transient = 0) {
    model.retention_begin.push_back(static_cast<std::uint32_t>(model.retentions.size()));
    return model.runs.push_back(
        {.stage = variable(stage),
         .position = position,
         .never = may == May::be_left_out ? stage.second : model.grid.stages,
         .duration = duration,
         .transient = transient,
         .next_copy = propagators::RunIndex()});
  }
  propagators::RetentionIndex retention(Bounds end, std::int64_t size = 1) {
    const propagators::RunIndex run(model.runs.size() - 1);
    return model.retentions.push_back({.run = run, .end = variable(end), .size = size});
  }
  void next_copy(propagators::RunIndex run, propagators::RunIndex next) {
    model.runs[run].next_copy = next;
  }
  // Which retentions are copies of one tensor.
  using Tensors = std::vector<std::vector<propagators::RetentionIndex>>;
  void tensors(const Tensors& tensors) {
    using propagators::CopiesIndex;
    model.num_copies = tensors.size();
    model.copies =
        model::Rows<CopiesIndex, propagators::RetentionIndex>(tensors.size(), [&](const auto& add) {
          for (std::size_t i = 0; i < tensors.size(); ++i) {
            for (const auto copy : tensors[i]) add(CopiesIndex(i), copy);
          }
        });
  }
  void read(propagators::RunIndex reader, std::size_t tensor) {
    model.reads.push_back({.reader = reader, .copies = propagators::CopiesIndex(tensor)});
  }
  // `reader` reads one tensor, of which all retentions are copies.
  void read_by(propagators::RunIndex reader) {
    const auto all = model.retentions.indices();
    tensors({{all.begin(), all.end()}});
    read(reader, 0);
  }

  // Ends building.
  void post(Constraint constraint) {
    model.retention_begin.push_back(static_cast<std::uint32_t>(model.retentions.size()));
    Posted posted = make(constraint, model, engine.domains());
    posted.propagator = std::make_unique<Recorder>(std::move(posted.propagator), reasons);
    add(std::move(posted), engine);
    EXPECT_EQ(engine.propagate(), engine::Outcome::fine);
  }
  // What propagation says of `literals`, decided one after another from the root.
  engine::Outcome decide(const std::vector<engine::Literal>& literals) {
    engine.backtrack(0);
    engine::Outcome outcome = engine::Outcome::fine;
    for (const engine::Literal literal : literals) {
      if (engine.domains().is_true(literal)) continue;
      if (engine.domains().is_false(literal)) return engine::Outcome::conflict;
      engine.decide(literal);
      outcome = engine.propagate();
      if (outcome == engine::Outcome::conflict) break;
    }
    return outcome;
  }
  [[nodiscard]] Bounds stage(propagators::RunIndex run) const {
    return bounds(model.runs[run].stage);
  }
  [[nodiscard]] Bounds end(propagators::RetentionIndex retention) const {
    return bounds(model.retentions[retention].end);
  }
  [[nodiscard]] Bounds bounds(engine::Var var) const {
    return {engine.domains().lower(var), engine.domains().upper(var)};
  }

  propagators::RetentionModel model;
  engine::Engine engine{engine::Checking::on};
  std::vector<Recorder::Reason> reasons;  // that the propagator gave, for inferences and conflicts

 private:
  engine::Var variable(Bounds bounds) { return engine.new_variable(bounds.first, bounds.second); }
};

}  // namespace moccasin::test
