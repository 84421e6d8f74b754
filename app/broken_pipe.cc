// SPDX-License-Identifier: Apache-2.0
#include "app/broken_pipe.h"

#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "app/exit_code.h"

namespace moccasin::app {
namespace {

bool taken_over = false;

}  // namespace

void take_over_broken_pipes() {
  struct sigaction old = {};
  if (sigaction(SIGPIPE, nullptr, &old) != 0 || old.sa_handler != SIG_DFL) return;
  taken_over = std::signal(SIGPIPE, SIG_IGN) != SIG_ERR;
}

bool reader_is_gone(int stream) {
  pollfd state{.fd = stream, .events = POLLOUT, .revents = 0};
  return taken_over && poll(&state, 1, 0) == 1 && (state.revents & (POLLERR | POLLHUP)) != 0;
}

bool nobody_listens() {
  return (!std::cout && reader_is_gone(STDOUT_FILENO)) ||
         (!std::cerr && reader_is_gone(STDERR_FILENO));
}

void end_by_broken_pipe() {
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
  _exit(static_cast<int>(ExitCode::failed));
}

}  // namespace moccasin::app
