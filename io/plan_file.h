// SPDX-License-Identifier: Apache-2.0
// Plans in files: moccasin-plan version 1 (data/plan.schema.json). A plan says from when to when
// each buffer of a schedule is live, and where in one arena it lies.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "io/graph_file.h"
#include "io/packing_csv.h"
#include "model/arena.h"
#include "model/schedule.h"

namespace moccasin::io {

struct PlanFile {
  model::Placement placement;
  std::int64_t live_peak = 0;      // bytes of the arena that are live at once at most
  std::int64_t bound = 0;          // bytes: no placement's arena is smaller
  double time = 0;                 // seconds, reading included
  std::string found_by, bound_by;  // may be empty
  std::string version, commit;     // of the program
  std::uint64_t seed = 0, work = 0;
};

// Writes the plan of `schedule`, a buffer a line. Pre-condition: the placement is that of the
// schedule, and valid.
void write_plan(std::ostream& out, const GraphFile& graph, const model::Schedule& schedule,
                const PlanFile& plan);

// The buffers of a schedule by their names (io/buffer_name.h), then the workspaces of its steps as
// "workspace 12", where 12 is the step, those of no bytes left out.
struct NamedBuffers {
  PackingFile file;
  std::vector<std::int64_t> offsets;  // of each of them in the placement
};
[[nodiscard]] NamedBuffers named_buffers(const GraphFile& graph, const model::Schedule& schedule,
                                         const model::Placement& placement);

}  // namespace moccasin::io
