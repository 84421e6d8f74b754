// SPDX-License-Identifier: Apache-2.0
#include "app/schedule_picture.h"

#include "app/render_amount.h"
#include "base/printable.h"
#include "plot/render_svg.h"

namespace moccasin::app {

std::string draw_schedule(const io::GraphFile& file, const model::Schedule& schedule,
                          const PictureFacts& facts) {
  const SizeUnit unit = size_unit_of(file.size_unit);
  return plot::render_svg(
      {.graph = &file.graph,
       .schedule = &schedule,
       .budget = facts.budget,
       .title = base::short_name(facts.name) + ": " + std::string(facts.status) + ", " +
                overhead_text(facts.duration, file.graph.base_duration()) + ", " +
                short_size(facts.peak, unit) + " of " + short_size(facts.budget, unit),
       .duration_unit = file.duration_unit,
       .size_unit = file.size_unit});
}

}  // namespace moccasin::app
