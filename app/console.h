// SPDX-License-Identifier: Apache-2.0
// What people see while the program works: lines on standard error, a live line below them on a
// terminal, and the same lines in a log file. All text is escaped on its way (base/printable.h).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/live_line.h"
#include "io/output_file.h"

namespace moccasin::app {

enum class Verbosity { quiet, normal, verbose };
enum class ColorMode { automatic, always, never };
enum class ResultTo { standard_output, standard_error };  // where the lines of the result go
enum class Color { plain, bold, faint, green, red };

class Console {
 public:
  Console(Verbosity verbosity, ColorMode color, ResultTo result_to);
  ~Console();  // takes the live line away
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  // Writes to `path` as well from now on, unless that is an error.
  [[nodiscard]] std::optional<io::Error> open_log(const std::string& path);
  // Why the log could not be written on; said as a warning as well, when it happened.
  [[nodiscard]] const std::optional<io::Error>& log_error() const { return log_error_; }
  // From now on the lines of the result go to standard error: the other has data.
  void leave_standard_output() { result_to_ = ResultTo::standard_error; }

  void line(std::string_view text, Color color = Color::plain);    // unless quiet
  void detail(std::string_view text);                              // if verbose
  void warn(std::string_view text);                                // always
  void result(std::string_view text, Color color = Color::plain);  // always, unless quiet and
                                                                   // standard output has data
  // Lines at the bottom of a terminal that the next call replaces, each cut to its width, the last
  // of them where it is not high enough; they are out of the way of all other lines. None: they go
  // away. Nothing happens while the program is in the background.
  void live(std::span<const std::string> lines);
  void live(const std::string& line) { live(std::span(&line, line.empty() ? 0 : 1)); }
  void live(const LiveLine& line);
  void end_live() { live(std::span<const std::string>()); }

  // Whether live lines are seen by anybody.
  [[nodiscard]] bool shows_live() const { return terminal_ && verbosity_ != Verbosity::quiet; }

  // Columns of a line that does not wrap: less than the terminal has now, any number elsewhere.
  [[nodiscard]] std::size_t columns() const;

  [[nodiscard]] Verbosity verbosity() const { return verbosity_; }

 private:
  void show(std::string_view text, Color color);
  void record(std::string_view text);

  Verbosity verbosity_;
  ResultTo result_to_;
  bool terminal_;
  bool colored_;
  std::size_t live_shown_ = 0;  // lines
  std::optional<io::GrowingFile> log_;
  std::optional<io::Error> log_error_;
};

}  // namespace moccasin::app
