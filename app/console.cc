// SPDX-License-Identifier: Apache-2.0
#include "app/console.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <utility>

#include "base/printable.h"

namespace moccasin::app {
namespace {

bool wants_color(ColorMode mode, bool terminal) {
  if (mode != ColorMode::automatic) return mode == ColorMode::always;
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const kind = std::getenv("TERM");
  const bool refused = no_color != nullptr && *no_color != '\0';
  const bool dumb = kind == nullptr || std::string_view(kind) == "dumb";
  return terminal && !refused && !dumb;
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
constexpr std::string_view kEraseLine = "\r\x1b[K";

}  // namespace

Console::Console(Verbosity verbosity, ColorMode color, ResultTo result_to)
    : verbosity_(verbosity),
      result_to_(result_to),
      terminal_(isatty(STDERR_FILENO) == 1),
      colored_(wants_color(color, terminal_)) {}

Console::~Console() { live(""); }

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
  live("");
  std::cout << base::printable(text) << std::endl;
  record(text);
}

void Console::live(std::string_view text) {
  if (!terminal_ || verbosity_ == Verbosity::quiet) return;
  if (text.empty() && !live_shown_) return;
  std::cerr << kEraseLine << base::printable(text) << std::flush;
  live_shown_ = !text.empty();
}

void Console::show(std::string_view text, Color color) {
  live("");
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
