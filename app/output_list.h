// SPDX-License-Identifier: Apache-2.0
// The outputs of a command that writes several documents: opened before the work, written after it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/console.h"
#include "app/delivery.h"

namespace moccasin::app {

// An output, and what goes there.
struct NamedOutput {
  io::OutputFile file;
  Document document;
};

// Those of `wanted` that have a path, in its order.
[[nodiscard]] Outcome<std::vector<NamedOutput>> open_all(
    const std::vector<std::pair<std::string, Document>>& wanted);

[[nodiscard]] bool takes_standard_output(const std::vector<NamedOutput>& outputs);

// What became of them.
struct Delivered {
  std::vector<std::string> written;  // "plan written to FILE", but for standard output
  std::optional<Failure> failure;    // the first; others were warned of

  // Of one: `line` if it did not fail.
  void note(std::optional<Failure> one, std::string line, Console& console);
};
void deliver_all(std::vector<NamedOutput>& outputs, Delivery& delivery, Console& console,
                 Delivered& delivered);

}  // namespace moccasin::app
