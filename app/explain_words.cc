// SPDX-License-Identifier: Apache-2.0
#include "app/explain_words.h"

#include <algorithm>
#include <string_view>

#include "app/terminal.h"
#include "base/printable.h"
#include "io/buffer_name.h"

namespace moccasin::app {

std::string left(const std::string& text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  if (columns <= width) return text + std::string(width - columns, ' ');
  const std::size_t end = width / 3;
  const std::string begin = cut_to_width(text, width - end - 2);
  std::size_t from = begin.size();
  const auto starts = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
  while (!starts(text[from]) || columns_of(std::string_view(text).substr(from)) > end) ++from;
  const std::string kept = begin + ".." + text.substr(from);
  return kept + std::string(width - columns_of(kept), ' ');
}

std::string share_of(std::int64_t part, std::int64_t whole) {
  return percent_text(whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole));
}

std::string step_text(std::size_t step) { return grouped(static_cast<std::int64_t>(step)); }

std::string added_text(const ExplainCase& explained, std::int64_t duration) {
  return overhead_text(explained.facts.base_duration + duration - explained.profile.duration,
                       explained.facts.base_duration);
}

std::string drop_text(const ExplainCase& explained, const ExplainedBuffer& one) {
  switch (one.drop.obstacle) {
    case explain::Obstacle::at_step:
      return "needed there";
    case explain::Obstacle::not_wanted:
      return "read no more";
    case explain::Obstacle::runs_once:
      return "cannot be made again";
    case explain::Obstacle::max_copies:
      return "beyond max copies " + std::to_string(explained.max_copies);
    case explain::Obstacle::order_kept:
      return "not with order kept";
    case explain::Obstacle::too_many:
      return "over " + std::to_string(explain::kMostAgain) + " operations again";
    case explain::Obstacle::none:
      break;
  }
  const auto again = static_cast<std::int64_t>(one.drop.again.size());
  std::string text = added_text(explained, one.drop.duration) + ", " +
                     (again == 1 ? "itself again" : counted(again, "operation") + " again");
  if (one.drop.peak == explained.profile.peak) text += ", peak stays";
  if (one.drop.peak > explained.profile.peak) text += ", peak rises";
  return text;
}

std::string buffer_text(const ExplainCase& explained, const explain::LiveBuffer& buffer) {
  return base::short_name(io::buffer_name(explained.graph(), buffer.tensor, buffer.copy));
}

std::string run_text(const ExplainCase& explained, std::size_t step) {
  const auto& steps = explained.schedule.steps;
  const auto here = steps.begin() + static_cast<std::ptrdiff_t>(step);
  const auto copy = std::count(steps.begin(), here, *here);
  const std::string& name = explained.graph().operation(*here).name;
  return base::short_name(copy == 0 ? name : name + "#" + std::to_string(copy));
}

std::string subject_of(const ExplainCase& explained) {
  if (explained.is_base_order) return "base order";
  return explained.is_near_miss ? "near miss" : "schedule";
}

}  // namespace moccasin::app
