// SPDX-License-Identifier: Apache-2.0
// What follows from the tables: where the schedule is at the limit, what would help, and whether
// the budget is met.
#include <algorithm>

#include "app/explain_text.h"
#include "app/explain_words.h"
#include "app/render_floor.h"

namespace moccasin::app {
namespace {

constexpr std::size_t kMostRanges = 4;
// Names of what is dropped stand in a line of so many columns, as far as they fit.
constexpr std::size_t kNamesWidth = 100;

// The options of `solve` for the scope, where it is not that of `solve` without them.
std::string scope_options(const ExplainCase& explained) {
  std::string options;
  if (explained.order == model::Order::kept) options += " --order kept";
  if (explained.max_copies > 0) options += " --max-copies " + std::to_string(explained.max_copies);
  return options;
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

// "a, b#1 and 2 more": as many as fit, one at least.
std::string names_text(const ExplainCase& explained,
                       const std::vector<explain::LiveBuffer>& buffers) {
  std::string text = buffer_text(explained, buffers.front());
  for (std::size_t i = 1; i < buffers.size(); ++i) {
    const std::string name = ", " + buffer_text(explained, buffers[i]);
    if (text.size() + name.size() > kNamesWidth) {
      return text + " and " + std::to_string(buffers.size() - i) + " more";
    }
    text += name;
  }
  return text;
}

// Whether a row of drops is worth its time: the base order, which takes none, has a higher peak,
// and by more than what rounds to nothing.
bool gains(const ExplainCase& explained) {
  const std::int64_t now = std::min(explained.profile.peak, explained.facts.base_peak);
  return explained.in_a_row.peak < now - now / 1000;
}

std::vector<std::string> drops_lines(const ExplainCase& explained) {
  const explain::Drops& drops = explained.in_a_row;
  if (drops.buffers.size() < 2 || !gains(explained)) return {};
  const std::int64_t base = explained.facts.base_duration;
  std::string in_all;
  if (explained.profile.duration != base) {
    in_all = ", " + overhead_text(drops.duration, base) + " over the base order in all";
  }
  std::string which = "they are, in this order: " + names_text(explained, drops.buffers);
  if (drops.used_all_rounds) {
    which += "; no more than " + std::to_string(explained.most_in_a_row) + " are looked for";
  }
  return {counted(static_cast<std::int64_t>(drops.buffers.size()), "drop") +
              " in a row bring it to " + short_size(drops.peak, explained.unit()) + ", " +
              share_of(drops.peak, explained.facts.base_peak) + " of the base peak, for " +
              added_text(explained, drops.duration) + " time" + in_all +
              "; to search there: moccasin solve GRAPH -b " + std::to_string(drops.peak) +
              scope_options(explained),
          which};
}

// Of a budget that what is explained does not fit.
std::string verdict_text(const ExplainCase& explained, Fit fit) {
  const std::string budget = "the budget, " + full_size(*explained.budget, explained.unit());
  if (fit == Fit::nothing_fits) {
    return "no schedule fits " + budget + ": the floor is " +
           full_size(explained.facts.floor, explained.unit());
  }
  return "the " + subject_of(explained) + " does not fit " + budget +
         (fit == Fit::another_fits ? ", but another schedule does"
                                   : ", and whether any schedule does is open");
}

}  // namespace

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
  for (const std::string& line : drops_lines(explained)) lines.push_back(line);
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
  const Fit fit = explained.fit();
  lines.push_back(verdict_text(explained, fit));
  lines.push_back("the budget is exceeded by " + short_size(explained.profile.peak - budget, unit) +
                  ", in " +
                  counted(steps_in(explain::steps_with(explained.profile, budget + 1)), "step"));
  if (fit == Fit::nothing_fits) {
    lines.push_back(floor_reason(explained.graph(), explained.facts));
    for (const std::string& line : render_needs(explained.graph(), explained.facts, unit)) {
      lines.push_back(line);
    }
  }
  if (fit == Fit::another_fits) {
    lines.push_back("a schedule that fits it is known: moccasin solve GRAPH --minimize peak -b " +
                    std::to_string(explained.profile.peak) + " -w " +
                    std::to_string(kLeastKnownTicks) + scope_options(explained));
  } else if (explained.least_known) {
    lines.push_back(
        "smallest budget known to work: " + full_size(explained.least_known->bytes, unit) +
        "; smallest not excluded: " + full_size(explained.facts.floor, unit));
  }
  return lines;
}

}  // namespace moccasin::app
