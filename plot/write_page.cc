// SPDX-License-Identifier: Apache-2.0
#include "plot/write_page.h"

#include <ostream>
#include <string_view>

#include "plot/page_data.h"
#include "plot/page_source.h"

namespace moccasin::plot {

void write_page(std::ostream& out, const Drawing& drawing) {
  out << page_before_data();
  write_page_data(out, drawing);
  for (const std::string_view part : page_after_data()) out << part;
}

}  // namespace moccasin::plot
