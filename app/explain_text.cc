// SPDX-License-Identifier: Apache-2.0
#include "app/explain_text.h"

#include <algorithm>

#include "app/explain_words.h"
#include "app/terminal.h"
#include "base/printable.h"

namespace moccasin::app {
namespace {

// Columns of names are as wide as what is in them, within these bounds.
constexpr std::size_t kNameWidth = 30, kReaderWidth = 24, kMostWidth = 60;
// On a terminal they are no wider than it allows, but never narrower than this.
constexpr std::size_t kLeastName = 25, kLeastReader = 12;
// Size, share, since and the spaces of the first table.
constexpr std::size_t kOtherColumns = 11 + 9 + 7 + 2 + 1;

std::string reader_text(const ExplainCase& explained, const explain::LiveBuffer& buffer) {
  if (!buffer.next) return "";
  const bool at_end = *buffer.next == explained.schedule.steps.size();
  return at_end ? "the end" : run_text(explained, *buffer.next);
}

std::string operation_text(const ExplainCase& explained, model::OpIndex op) {
  return base::short_name(explained.graph().operation(op).name);
}

// Lines of the table of kinds: `top` of them, and what the others are together.
std::vector<KindShare> kinds_told(const ExplainCase& explained) {
  std::vector<KindShare> told;
  KindShare others;
  std::int64_t number = 0;
  for (const KindShare& kind : explained.kinds) {
    if (kind.bytes == 0 && kind.ticks_again == 0) continue;
    if (told.size() < explained.top) {
      told.push_back(kind);
      told.back().kind = base::short_name(kind.kind);
      continue;
    }
    ++number;
    others.bytes += kind.bytes;
    others.buffers += kind.buffers;
    others.ticks += kind.ticks;
    others.ticks_again += kind.ticks_again;
  }
  others.kind = counted(number, "other");
  if (number > 0) told.push_back(others);
  return told;
}

struct Widths {
  std::size_t name = kNameWidth, reader = kReaderWidth;
};

// Of all tables, so that their columns stand below one another.
Widths widths_of(const ExplainCase& explained) {
  Widths widths;
  std::size_t drop = 0;
  const auto widen = [](std::size_t& width, const std::string& text) {
    width = std::clamp(columns_of(text), width, std::max(width, kMostWidth));
  };
  for (const ExplainedBuffer& one : explained.largest) {
    widen(widths.name, buffer_text(explained, one.buffer));
    widen(widths.reader, reader_text(explained, one.buffer));
    drop = std::max(drop, drop_text(explained, one).size());
  }
  for (const KindShare& kind : kinds_told(explained)) widen(widths.name, kind.kind);
  for (std::size_t i = 0; i < std::min(explained.recomputed.size(), explained.top); ++i) {
    widen(widths.name, operation_text(explained, explained.recomputed[i].op));
  }
  if (!explained.columns) return widths;
  const std::size_t others = kOtherColumns + drop;
  const std::size_t room = *explained.columns > others ? *explained.columns - others : 0;
  if (widths.name + widths.reader <= room) return widths;
  // Of what is too little the names have more: they are in every table.
  widths.name = std::clamp(room * 5 / 9, kLeastName, widths.name);
  widths.reader = std::clamp(room - std::min(room, widths.name), kLeastReader, widths.reader);
  return widths;
}

}  // namespace

std::vector<std::string> peak_lines(const ExplainCase& explained) {
  const explain::LiveAtStep& peak = explained.peak;
  const SizeUnit unit = explained.unit();
  const Widths widths = widths_of(explained);
  const std::string subject = subject_of(explained);
  std::vector<std::string> lines;
  lines.push_back("peak " + full_size(peak.live, unit) + " at step " + step_text(peak.step) +
                  " of " + step_text(explained.schedule.steps.size()) + ", while '" +
                  run_text(explained, peak.step) + "' runs (" +
                  (subject == "schedule" ? "this " : "") + subject + ")");
  if (explained.arena) {
    lines.push_back("sizes are of live memory, and not of the arena in the schedule's file, " +
                    full_size(*explained.arena, unit) + " high");
  }
  lines.push_back("");
  lines.push_back(left("live at the peak", widths.name) + right_aligned("size", 11) +
                  right_aligned("share", 9) + "  since  " + left("next read by", widths.reader) +
                  " without it there");
  std::int64_t told = 0;
  for (const ExplainedBuffer& one : explained.largest) {
    told += one.buffer.size;
    lines.push_back(left(buffer_text(explained, one.buffer), widths.name) +
                    right_aligned(short_size(one.buffer.size, unit), 11) +
                    right_aligned(share_of(one.buffer.size, peak.live), 9) +
                    right_aligned(step_text(one.buffer.first), 7) + "  " +
                    left(reader_text(explained, one.buffer), widths.reader) + " " +
                    drop_text(explained, one));
  }
  const auto more = [&](const std::string& what, std::int64_t bytes) {
    if (bytes == 0) return;
    lines.push_back(left(what, widths.name) + right_aligned(short_size(bytes, unit), 11) +
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
  const std::size_t width = widths_of(explained).name;
  std::vector<std::string> lines;
  const bool again = !explained.recomputed.empty();
  lines.push_back(left("made by kind of operation", width) + right_aligned("size", 11) +
                  right_aligned("share", 9) + right_aligned("count", 7) +
                  right_aligned("of the time", 13) + (again ? right_aligned("run again", 11) : ""));
  for (const KindShare& kind : kinds_told(explained)) {
    lines.push_back(
        left(kind.kind, width) + right_aligned(short_size(kind.bytes, unit), 11) +
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
  const std::size_t width = widths_of(explained).name;
  const std::int64_t base = explained.facts.base_duration;
  std::vector<std::string> lines;
  lines.push_back(left("runs again", width) + right_aligned("times", 7) +
                  right_aligned("costs", 10) + "  without that the peak would be");
  for (const explain::Recomputed& one : explained.recomputed) {
    if (lines.size() > explained.top) break;
    lines.push_back(left(operation_text(explained, one.op), width) +
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

}  // namespace moccasin::app
