// SPDX-License-Identifier: Apache-2.0
#include "app/console.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <utility>

#include "app/job_control.h"
#include "app/terminal.h"
#include "base/printable.h"

namespace moccasin::app {
namespace {

// Without a way to move the cursor.
bool is_dumb() {
  const char* const kind = std::getenv("TERM");
  return kind == nullptr || std::string_view(kind) == "dumb";
}

bool wants_color(ColorMode mode, bool terminal) {
  if (mode != ColorMode::automatic) return mode == ColorMode::always;
  const char* const no_color = std::getenv("NO_COLOR");
  const bool refused = no_color != nullptr && *no_color != '\0';
  return terminal && !refused;
}

std::string_view escape(Color color) {
  switch (color) {
    case Color::plain:
      break;
    case Color::bold:
      return "\x1b[1m";
    case Color::faint:
      return "\x1b[2m";
    case Color::green:
      return "\x1b[32m";
    case Color::red:
      return "\x1b[31m";
  }
  return "";
}

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kEraseLine = "\r\x1b[K", kEraseLineAbove = "\x1b[1A\x1b[K";

}  // namespace

Console::Console(Verbosity verbosity, ColorMode color, ResultTo result_to)
    : verbosity_(verbosity),
      result_to_(result_to),
      terminal_(isatty(STDERR_FILENO) == 1 && !is_dumb()),
      colored_(wants_color(color, terminal_)) {
  if (shows_live()) watch_for_continuation();
}

Console::~Console() { end_live(); }

std::optional<io::Error> Console::open_log(const std::string& path) {
  auto opened = io::GrowingFile::open(path);
  if (auto* const error = std::get_if<io::Error>(&opened)) return std::move(*error);
  log_ = std::get<io::GrowingFile>(std::move(opened));
  return std::nullopt;
}

void Console::line(std::string_view text, Color color) {
  if (verbosity_ != Verbosity::quiet) show(text, color);
  record(text);
}

void Console::detail(std::string_view text) {
  if (verbosity_ == Verbosity::verbose) show(text, Color::faint);
  record(text);
}

void Console::warn(std::string_view text) {
  show("moccasin: warning: " + std::string(text), Color::plain);
  record("warning: " + std::string(text));
}

void Console::result(std::string_view text, Color color) {
  if (result_to_ == ResultTo::standard_error) return line(text, color);
  end_live();
  std::cout << base::printable(text) << std::endl;
  record(text);
}

// A line as wide as the terminal would move the cursor on some to the next one.
std::size_t Console::columns() const {
  return terminal_ ? terminal_width() - 1 : std::numeric_limits<std::size_t>::max();
}

void Console::live(const LiveLine& line) {
  if (shows_live()) live(render_live_line(line, columns(), terminal_has_utf8()));
}

// One write a call, or they would flicker. What a shell has written meanwhile is not ours to erase.
void Console::live(std::span<const std::string> lines) {
  if (!shows_live()) return;
  const bool in_foreground = is_in_foreground();
  if (was_continued() || !in_foreground) live_shown_ = 0;
  if (!in_foreground) return;
  if (lines.empty() && live_shown_ == 0) return;
  std::string text(kEraseLine);
  for (std::size_t i = 1; i < live_shown_; ++i) text += kEraseLineAbove;
  lines = lines.last(std::min(lines.size(), std::max<std::size_t>(terminal_height(), 2) - 1));
  const std::size_t width = columns();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text += '\n';
    text += cut_to_width(base::printable(lines[i]), width);
  }
  std::cerr << text << std::flush;
  live_shown_ = lines.size();
}

void Console::show(std::string_view text, Color color) {
  end_live();
  const bool paint = colored_ && color != Color::plain;
  if (paint) std::cerr << escape(color);
  std::cerr << base::printable(text);
  if (paint) std::cerr << kReset;
  std::cerr << std::endl;
}

void Console::record(std::string_view text) {
  if (!log_ || log_error_) return;
  log_error_ = log_->add_line(base::printable(text));
  if (log_error_) warn(log_error_->message + "; the log ends here");
}

}  // namespace moccasin::app
