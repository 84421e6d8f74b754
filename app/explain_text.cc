// SPDX-License-Identifier: Apache-2.0
#include "app/explain_text.h"

#include <algorithm>

#include "app/explain_words.h"
#include "app/render_floor.h"
#include "base/printable.h"

namespace moccasin::app {
namespace {

constexpr std::size_t kNameWidth = 30;
constexpr std::size_t kMostRanges = 4;

// The options of `solve` for the scope, where it is not that of `solve` without them.
std::string scope_options(const ExplainCase& explained) {
  std::string options;
  if (explained.order == model::Order::kept) options += " --order kept";
  if (explained.max_copies > 0) options += " --max-copies " + std::to_string(explained.max_copies);
  return options;
}

std::string reader_text(const ExplainCase& explained, const explain::LiveBuffer& buffer) {
  if (!buffer.next) return "";
  const bool at_end = *buffer.next == explained.schedule.steps.size();
  return at_end ? "the end" : run_text(explained, *buffer.next);
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
  const std::string subject = subject_of(explained);
  std::vector<std::string> lines;
  lines.push_back("peak " + full_size(peak.live, unit) + " at step " + step_text(peak.step) +
                  " of " + step_text(explained.schedule.steps.size()) + ", " + "while '" +
                  run_text(explained, peak.step) + "' runs (" +
                  (subject == "schedule" ? "this " : "") + subject + ")");
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
  more(counted(others, "other"), peak.live - peak.resident - peak.workspace - told);
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
  const auto add = [&](const std::string& name, const KindShare& kind) {
    lines.push_back(
        left(name, kNameWidth) + right_aligned(short_size(kind.bytes, unit), 11) +
        right_aligned(share_of(kind.bytes, explained.peak.live), 9) +
        right_aligned(step_text(kind.buffers), 7) +
        right_aligned(share_of(kind.ticks, explained.profile.duration), 13) +
        (again ? right_aligned(share_of(kind.ticks_again, explained.profile.duration), 11) : ""));
  };
  std::size_t told = 0;
  KindShare others;
  for (const KindShare& kind : explained.kinds) {
    if (kind.bytes == 0 && kind.ticks_again == 0) continue;
    if (told++ < explained.top) {
      add(base::short_name(kind.kind), kind);
      continue;
    }
    others.bytes += kind.bytes;
    others.buffers += kind.buffers;
    others.ticks += kind.ticks;
    others.ticks_again += kind.ticks_again;
  }
  if (told > explained.top) {
    add(counted(static_cast<std::int64_t>(told - explained.top), "other"), others);
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
