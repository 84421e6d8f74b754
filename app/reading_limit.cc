// SPDX-License-Identifier: Apache-2.0
#include "app/reading_limit.h"

#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "app/exit_code.h"
#include "app/render_amount.h"
#include "base/printable.h"
#include "io/temporary_file.h"
#include "io/text_file.h"

namespace moccasin::app {
namespace {

// A handler has no argument to carry these in, and may not make them.
std::string last_words, last_line;

void put(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

extern "C" void on_time_up(int) {
  io::remove_unfinished_output();
  put(STDOUT_FILENO, last_line);
  put(STDERR_FILENO, last_words);
  _exit(static_cast<int>(ExitCode::nothing));
}

void set_timer(std::chrono::microseconds wait) {
  constexpr std::int64_t kMillion = 1'000'000;
  itimerval timer = {};
  timer.it_value.tv_sec = static_cast<time_t>(wait.count() / kMillion);
  timer.it_value.tv_usec = static_cast<suseconds_t>(wait.count() % kMillion);
  setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace

ReadingLimit::ReadingLimit(double seconds, Clock::time_point start, const std::string& path,
                           const std::string& line) {
  constexpr double kForever = 1e9;  // seconds: no timer holds more
  if (seconds <= 0 || seconds > kForever) return;
  last_words = "moccasin: stopped by the time limit after " + seconds_text(seconds) +
               ", while reading " + base::printable(io::source_name(path)) +
               ": nothing was found\n";
  last_line = line;
  struct sigaction action = {};
  action.sa_handler = on_time_up;
  sigemptyset(&action.sa_mask);
  sigaction(SIGALRM, &action, &old_);
  armed_ = true;
  using std::chrono::microseconds;
  const auto left = std::chrono::duration<double>(seconds) - (Clock::now() - start);
  constexpr microseconds kSoonest(1);  // 0 would be never
  set_timer(std::max(std::chrono::duration_cast<microseconds>(left), kSoonest));
}

ReadingLimit::~ReadingLimit() {
  if (!armed_) return;
  set_timer(std::chrono::microseconds(0));
  sigaction(SIGALRM, &old_, nullptr);
}

}  // namespace moccasin::app
