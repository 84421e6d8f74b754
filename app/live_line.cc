// SPDX-License-Identifier: Apache-2.0
#include "app/live_line.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "app/render_amount.h"
#include "app/terminal.h"

namespace moccasin::app {
namespace {

constexpr std::size_t kWidestBar = 26, kTimeWidth = 8;

// What a line of some width has room for.
struct Form {
  bool whole_state, phase;
  std::size_t least_bar;  // columns; 0: none
};
constexpr std::array kForms = {Form{true, true, 12}, Form{true, false, 6}, Form{true, false, 0},
                               Form{false, false, 0}};

// The bar takes what the rest leaves.
std::string render(const LiveLine& line, const Form& form, std::size_t width, bool utf8) {
  const std::string time =
      right_aligned(seconds_text(line.seconds), form.whole_state ? kTimeWidth : 0);
  const std::string& state = form.whole_state ? line.state : line.short_state;
  const std::string phase = form.phase && !line.phase.empty() ? "  " + line.phase : "";
  const bool has_bar = form.least_bar > 0 && line.used >= 0;
  const std::size_t rest = columns_of(time) + 2 + columns_of(state) + columns_of(phase);
  if (rest + (has_bar ? form.least_bar : 0) > width) return "";
  const std::string bar =
      has_bar ? progress_bar(line.used, std::min(width - rest, kWidestBar), utf8) : "";
  return time + " " + bar + " " + state + phase;
}

}  // namespace

double used_part(double seconds, double time_limit, std::uint64_t work, std::uint64_t work_limit) {
  double used = -1;
  if (time_limit > 0) used = seconds / time_limit;
  if (work_limit > 0) {
    used = std::max(used, static_cast<double>(work) / static_cast<double>(work_limit));
  }
  return std::min(used, 1.0);
}

std::string render_live_line(const LiveLine& line, std::size_t width, bool utf8) {
  for (const Form& form : kForms) {
    if (!form.whole_state && line.short_state.empty()) continue;
    std::string text = render(line, form, width, utf8);
    if (!text.empty()) return text;
  }
  const std::string time = seconds_text(line.seconds);
  return columns_of(time) <= width ? time : "";
}

}  // namespace moccasin::app
