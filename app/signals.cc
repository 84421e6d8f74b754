// SPDX-License-Identifier: Apache-2.0
#include "app/signals.h"

#include <unistd.h>

#include <cstdlib>

#include "app/exit_code.h"
#include "base/assert.h"
#include "io/temporary_file.h"

namespace moccasin::app {
namespace {

// A handler has no argument to carry these in.
std::atomic<StopFlag*> stop_flag = nullptr;
std::atomic<int> interrupts = 0;

static_assert(std::atomic<int>::is_always_lock_free && std::atomic<StopFlag*>::is_always_lock_free);

extern "C" void on_interrupt(int) {
  if (interrupts.fetch_add(1) > 0) {
    io::remove_unfinished_output();
    _exit(static_cast<int>(ExitCode::interrupted));
  }
  if (StopFlag* const stop = stop_flag.load()) stop->request();
}

void install(int signal, void (*handler)(int), struct sigaction& old) {
  sigaction(signal, nullptr, &old);
  if (old.sa_handler == SIG_IGN) return;
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;  // reading a graph goes on
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

SignalGuard::SignalGuard(StopFlag& stop) {
  MOCCASIN_ASSERT(stop_flag.load() == nullptr);
  interrupts = 0;
  stop_flag = &stop;
  install(SIGINT, on_interrupt, old_interrupt_);
  install(SIGTERM, on_interrupt, old_terminate_);
  install(SIGHUP, on_interrupt, old_hangup_);
}

SignalGuard::~SignalGuard() {
  sigaction(SIGINT, &old_interrupt_, nullptr);
  sigaction(SIGTERM, &old_terminate_, nullptr);
  sigaction(SIGHUP, &old_hangup_, nullptr);
  stop_flag = nullptr;
}

void SignalGuard::end_at_next() { interrupts.fetch_add(1); }

}  // namespace moccasin::app
