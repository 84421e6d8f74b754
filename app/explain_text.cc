// SPDX-License-Identifier: Apache-2.0
#include "app/explain_text.h"

#include <algorithm>

#include "app/explain_words.h"
#include "base/printable.h"

namespace moccasin::app {
namespace {

constexpr std::size_t kNameWidth = 30;

std::string reader_text(const ExplainCase& explained, const explain::LiveBuffer& buffer) {
  if (!buffer.next) return "";
  const bool at_end = *buffer.next == explained.schedule.steps.size();
  return at_end ? "the end" : run_text(explained, *buffer.next);
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

}  // namespace moccasin::app
