// SPDX-License-Identifier: Apache-2.0
// Where a schedule's file says that its buffers lie in one arena (model/arena.h): "arena" and
// "alignment" of the file, "offsets" and "workspace_offset" of its steps. All steps have offsets or
// none has. Memory: a number for each buffer and step.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "io/json_checker.h"
#include "io/json_value.h"
#include "model/arena.h"
#include "model/graph.h"

namespace moccasin::io {

class OffsetReader {
 public:
  // The graph outlives this.
  explicit OffsetReader(const model::Graph& graph) : graph_(graph) {}

  // Whether `name` is a member of a file that read_member() takes.
  [[nodiscard]] static bool is_member(std::string_view name);

  // Problems go to `check`. The steps come in order; `op` is the operation of step `index`.
  void read_member(JsonChecker& check, std::string_view name, const JsonValue& value);
  void read_step(JsonChecker& check, std::size_t index, model::OpIndex op, const JsonValue& step);

  // After all of the file: the placement that it has, if it has one.
  [[nodiscard]] std::optional<model::Placement> finish(JsonChecker& check);

 private:
  void read_offsets(JsonChecker& check, std::size_t index, std::size_t outputs,
                    const JsonValue& offsets);
  void read_workspace(JsonChecker& check, std::size_t index, std::int64_t workspace,
                      const JsonValue* offset);

  const model::Graph& graph_;
  model::Placement placement_;
  std::optional<bool> placed_;  // whether the steps have offsets; empty: none is read yet
  bool arena_ = false, alignment_ = false;
};

}  // namespace moccasin::io
