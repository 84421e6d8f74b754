// SPDX-License-Identifier: Apache-2.0
#include "app/explain_text.h"

#include <algorithm>

#include "app/render_floor.h"
#include "base/printable.h"
#include "io/buffer_name.h"

namespace moccasin::app {
namespace {

constexpr std::size_t kNameWidth = 30;
constexpr std::size_t kMostRanges = 4;

// A name too long for its column loses its middle: beginnings and numbers tell names apart.
std::string left(const std::string& text, std::size_t width) {
  if (text.size() <= width) return text + std::string(width - text.size(), ' ');
  const std::size_t end = width / 3, begin = width - end - 2;
  return text.substr(0, begin) + ".." + text.substr(text.size() - end);
}

std::string share_of(std::int64_t part, std::int64_t whole) {
  return percent_text(whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole));
}

std::string step_text(std::size_t step) { return grouped(static_cast<std::int64_t>(step)); }

// "drop it: +0.21 %, peak 9.8 GiB", or why not.
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
  return overhead_text(
             explained.facts.base_duration + one.drop.duration - explained.profile.duration,
             explained.facts.base_duration) +
         ", " + (again == 1 ? "itself again" : counted(again, "operation") + " again");
}

// The options of `solve` for the scope, where it is not that of `solve` without them.
std::string scope_options(const ExplainCase& explained) {
  std::string options;
  if (explained.order == model::Order::kept) options += " --order kept";
  if (explained.max_copies > 0) options += " --max-copies " + std::to_string(explained.max_copies);
  return options;
}

std::string buffer_text(const ExplainCase& explained, const explain::LiveBuffer& buffer) {
  return base::short_name(io::buffer_name(explained.graph(), buffer.tensor, buffer.copy));
}

std::string reader_text(const ExplainCase& explained, const explain::LiveBuffer& buffer) {
  if (!buffer.next) return "";
  if (*buffer.next == explained.schedule.steps.size()) return "the end";
  return base::short_name(explained.graph().operation(explained.schedule.steps[*buffer.next]).name);
}

std::string ranges_text(const std::vector<explain::StepRange>& ranges) {
  std::string text;
  for (std::size_t i = 0; i < std::min(ranges.size(), kMostRanges); ++i) {
    if (i > 0) text += ", ";
    text += step_text(ranges[i].first);
    if (ranges[i].last > ranges[i].first) text += " to " + step_text(ranges[i].last);
  }
  if (ranges.size() > kMostRanges) text += ", ...";
  return text;
}

std::int64_t steps_in(const std::vector<explain::StepRange>& ranges) {
  std::int64_t count = 0;
  for (const explain::StepRange& range : ranges) {
    count += static_cast<std::int64_t>(range.last - range.first) + 1;
  }
  return count;
}

}  // namespace

std::vector<std::string> peak_lines(const ExplainCase& explained) {
  const explain::LiveAtStep& peak = explained.peak;
  const SizeUnit unit = explained.unit();
  std::vector<std::string> lines;
  lines.push_back("peak " + full_size(peak.live, unit) + " at step " + step_text(peak.step) +
                  " of " + step_text(explained.schedule.steps.size()) + ", while " +
                  explained.name_of(explained.schedule.steps[peak.step]) + " runs (" +
                  (explained.is_base_order ? "base order" : "this schedule") + ")");
  lines.push_back("");
  lines.push_back(left("live at the peak", kNameWidth) + right_aligned("size", 11) +
                  right_aligned("share", 9) + "  since  " + left("next read by", 24) +
                  " without it there");
  std::int64_t told = 0;
  for (const ExplainedBuffer& one : explained.largest) {
    told += one.buffer.size;
    lines.push_back(left(buffer_text(explained, one.buffer), kNameWidth) +
                    right_aligned(short_size(one.buffer.size, unit), 11) +
                    right_aligned(share_of(one.buffer.size, peak.live), 9) +
                    right_aligned(step_text(one.buffer.first), 7) + "  " +
                    left(reader_text(explained, one.buffer), 24) + " " + drop_text(explained, one));
  }
  const auto more = [&](const std::string& what, std::int64_t bytes) {
    if (bytes == 0) return;
    lines.push_back(left(what, kNameWidth) + right_aligned(short_size(bytes, unit), 11) +
                    right_aligned(share_of(bytes, peak.live), 9));
  };
  const auto others = static_cast<std::int64_t>(peak.buffers.size() - explained.largest.size());
  more(counted(others, "smaller one"), peak.live - peak.resident - peak.workspace - told);
  more("workspace of the step", peak.workspace);
  more("resident all the time", peak.resident);
  return lines;
}

std::vector<std::string> kind_lines(const ExplainCase& explained) {
  const SizeUnit unit = explained.unit();
  std::vector<std::string> lines;
  const bool again = !explained.recomputed.empty();
  lines.push_back(left("made by kind of operation", kNameWidth) + right_aligned("size", 11) +
                  right_aligned("share", 9) + right_aligned("count", 7) +
                  right_aligned("of the time", 13) + (again ? right_aligned("run again", 11) : ""));
  std::size_t shown = 0;
  for (const KindShare& kind : explained.kinds) {
    if (kind.bytes == 0 && kind.ticks_again == 0) continue;
    if (shown++ == explained.top) break;
    lines.push_back(
        left(base::short_name(kind.kind), kNameWidth) +
        right_aligned(short_size(kind.bytes, unit), 11) +
        right_aligned(share_of(kind.bytes, explained.peak.live), 9) +
        right_aligned(step_text(kind.buffers), 7) +
        right_aligned(share_of(kind.ticks, explained.profile.duration), 13) +
        (again ? right_aligned(share_of(kind.ticks_again, explained.profile.duration), 11) : ""));
  }
  return lines;
}

std::vector<std::string> recomputation_lines(const ExplainCase& explained) {
  if (explained.recomputed.empty()) return {};
  const SizeUnit unit = explained.unit();
  const std::int64_t base = explained.facts.base_duration;
  std::vector<std::string> lines;
  lines.push_back(left("runs again", kNameWidth) + right_aligned("times", 7) +
                  right_aligned("costs", 10) + "  without that the peak would be");
  for (const explain::Recomputed& one : explained.recomputed) {
    if (lines.size() > explained.top) break;
    lines.push_back(left(base::short_name(explained.graph().operation(one.op).name), kNameWidth) +
                    right_aligned(step_text(one.runs), 7) +
                    right_aligned(overhead_text(base + one.duration, base), 10) + "  " +
                    (one.peak_without > explained.profile.peak
                         ? short_size(one.peak_without, unit) + ", " +
                               short_size(one.peak_without - explained.profile.peak, unit) + " more"
                         : "no higher"));
  }
  const std::size_t shown = lines.size() - 1;
  if (explained.recomputed.size() > shown) {
    std::int64_t ticks = 0;
    for (std::size_t i = shown; i < explained.recomputed.size(); ++i) {
      ticks += explained.recomputed[i].duration;
    }
    lines.push_back(
        counted(static_cast<std::int64_t>(explained.recomputed.size() - shown), "other operation") +
        " besides, " + overhead_text(base + ticks, base) + " together");
  }
  return lines;
}

std::vector<std::string> limit_lines(const ExplainCase& explained) {
  const SizeUnit unit = explained.unit();
  std::vector<std::string> lines;
  const std::string what = explained.budget && explained.fits() ? "the budget" : "the peak";
  lines.push_back(counted(steps_in(explained.at_limit), "step") + " within 1 % of " + what +
                  (explained.at_limit.empty() ? "" : ": " + ranges_text(explained.at_limit)));
  if (const auto& cheapest = explained.next_percent) {
    lines.push_back("the next 1 % takes one drop: " + buffer_text(explained, cheapest->buffer) +
                    " (" + drop_text(explained, *cheapest) + ") brings the peak to " +
                    short_size(cheapest->drop.peak, unit) + ", " +
                    short_size(explained.profile.peak - cheapest->drop.peak, unit) + " less");
  } else {
    lines.push_back("no single drop brings the peak down by 1 %");
  }
  const explain::Drops& drops = explained.in_a_row;
  if (drops.tensors.size() > 1 && drops.peak < explained.profile.peak) {
    lines.push_back(counted(static_cast<std::int64_t>(drops.tensors.size()), "drop") +
                    " in a row bring it to " + short_size(drops.peak, unit) + ", " +
                    share_of(drops.peak, explained.facts.base_peak) + " of the base peak, for " +
                    overhead_text(drops.duration, explained.facts.base_duration) +
                    " time in all; to search there: moccasin solve GRAPH -b " +
                    std::to_string(drops.peak) + scope_options(explained));
  }
  return lines;
}

std::vector<std::string> budget_lines(const ExplainCase& explained) {
  if (!explained.budget) return {};
  const std::int64_t budget = *explained.budget;
  const SizeUnit unit = explained.unit();
  std::vector<std::string> lines;
  if (explained.fits()) {
    lines.push_back("the budget, " + full_size(budget, unit) + ", leaves " +
                    short_size(budget - explained.profile.peak, unit) + " free at the peak");
    return lines;
  }
  lines.push_back("the budget, " + full_size(budget, unit) + ", is exceeded by " +
                  short_size(explained.profile.peak - budget, unit) + ", in " +
                  counted(steps_in(explain::steps_with(explained.profile, budget + 1)), "step"));
  if (budget < explained.facts.floor) {
    lines.push_back("no schedule fits it: the floor is " + full_size(explained.facts.floor, unit));
    lines.push_back(floor_reason(explained.graph(), explained.facts));
    for (const std::string& line : render_needs(explained.graph(), explained.facts, unit)) {
      lines.push_back(line);
    }
  }
  if (explained.least_known) {
    const std::int64_t known = explained.least_known->bytes;
    if (known <= budget) {
      lines.push_back("a schedule that fits it is known: moccasin solve GRAPH --minimize peak -b " +
                      std::to_string(explained.profile.peak) + " -w " +
                      std::to_string(kLeastKnownTicks) + scope_options(explained));
    } else {
      lines.push_back("smallest budget known to work: " + full_size(known, unit) +
                      "; smallest not excluded: " + full_size(explained.facts.floor, unit));
    }
  }
  return lines;
}

}  // namespace moccasin::app
