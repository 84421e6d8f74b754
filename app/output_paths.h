// SPDX-License-Identifier: Apache-2.0
// Whether the outputs of a command would take each other's place, or that of what it reads.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/arguments.h"
#include "app/exit_code.h"

namespace moccasin::app {

// The value of the option `name` as a path: "-" for whatever is standard output, empty without the
// option.
[[nodiscard]] std::string output_path(const Arguments& arguments, std::string_view name);

// What the command reads.
struct InputPath {
  std::string_view path;              // empty: nothing
  std::string_view what;              // "the graph"
  std::string_view replaced_by = {};  // the output that may take its place
};

// `outputs` are output_path()s; "-" is no business of this.
[[nodiscard]] std::optional<Failure> find_output_conflict(std::span<const std::string> outputs,
                                                          std::span<const InputPath> inputs);

// Options of `names` that are given without a path.
[[nodiscard]] std::optional<Failure> find_empty_path(const Arguments& arguments,
                                                     std::span<const std::string_view> names);

}  // namespace moccasin::app
