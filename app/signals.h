// SPDX-License-Identifier: Apache-2.0
// Signals while a search runs. The first SIGINT, SIGTERM or SIGHUP asks it to stop, so that the
// best schedule is written; the second ends the process at once, with no unfinished file left.
#pragma once

#include <csignal>

#include "moccasin/moccasin.hpp"

namespace moccasin::app {

// In force while it lives; one at a time. A signal that was ignored when the program started, as
// under nohup, stays so.
class SignalGuard {
 public:
  explicit SignalGuard(StopFlag& stop);
  ~SignalGuard();
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;

  // The search is over and what comes next may wait for a reader for ever: from here on the first
  // signal ends the process.
  void end_at_next();

 private:
  struct sigaction old_interrupt_, old_terminate_, old_hangup_;
};

}  // namespace moccasin::app
