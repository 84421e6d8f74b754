// SPDX-License-Identifier: Apache-2.0
#include "app/job_control.h"

#include <unistd.h>

#include <atomic>
#include <csignal>

namespace moccasin::app {
namespace {

// A handler has no argument to carry it in.
std::atomic<bool> continued = false;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_continue(int) { continued.store(true); }

}  // namespace

bool is_in_foreground() {
  const pid_t group = tcgetpgrp(STDERR_FILENO);
  return group < 0 || group == getpgrp();
}

void watch_for_continuation() {
  struct sigaction action = {};
  action.sa_handler = on_continue;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGCONT, &action, nullptr);
}

bool was_continued() { return continued.exchange(false); }

}  // namespace moccasin::app
