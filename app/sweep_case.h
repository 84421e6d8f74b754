// SPDX-License-Identifier: Apache-2.0
// What a run of `moccasin sweep` is about, once everything is read, and what came of it.
#pragma once

#include <string>

#include "app/inputs.h"
#include "app/render_amount.h"
#include "app/sweep_settings.h"
#include "base/printable.h"
#include "io/sweep_file.h"
#include "moccasin/sweep.hpp"

namespace moccasin::app {

struct SweepCase {
  SweepSettings settings;
  SharedGraphFile file;
  Graph graph;  // of `file`
  Facts facts;  // of `graph`
  SweepOptions options;
  SweepResult result;

  [[nodiscard]] SizeUnit unit() const { return size_unit_of(file->size_unit); }
  [[nodiscard]] std::string name() const {
    return base::short_name(file->name.empty() ? settings.graph : file->name);
  }
};

// What is written and printed of `result`, the last one or one on the way.
[[nodiscard]] io::SweepFile record_of(const SweepCase& sweep_case, const SweepResult& result);

}  // namespace moccasin::app
