// SPDX-License-Identifier: Apache-2.0
#include "app/prepare_process.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <initializer_list>

#include "app/broken_pipe.h"
#include "io/temporary_file.h"

namespace moccasin::app {
namespace {

extern "C" void on_end(int number) {
  io::remove_unfinished_output();
  std::signal(number, SIG_DFL);
  std::raise(number);
}

}  // namespace

void prepare_process() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest number that is free, which is this one.
    (void)!open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
  std::signal(SIGXFSZ, SIG_IGN);
  take_over_broken_pipes();
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction old = {};
    if (sigaction(number, nullptr, &old) == 0 && old.sa_handler == SIG_DFL) {
      std::signal(number, on_end);
    }
  }
}

}  // namespace moccasin::app
