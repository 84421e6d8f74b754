// SPDX-License-Identifier: Apache-2.0
// --time-limit while there is nothing to keep yet: when it is reached the process ends, in whatever
// it is doing, be it waiting for a pipe that nobody writes to.
#pragma once

#include <chrono>
#include <csignal>
#include <string>

namespace moccasin::app {

// In force while it lives; one at a time, and before there are other threads.
class ReadingLimit {
 public:
  using Clock = std::chrono::steady_clock;

  // `seconds` from `start`; 0: none. `path` is named in the message, `line` goes to standard
  // output.
  ReadingLimit(double seconds, Clock::time_point start, const std::string& path,
               const std::string& line);
  ~ReadingLimit();
  ReadingLimit(const ReadingLimit&) = delete;
  ReadingLimit& operator=(const ReadingLimit&) = delete;

 private:
  bool armed_ = false;
  struct sigaction old_;
};

}  // namespace moccasin::app
