// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/support/guarded.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/fuzz/support/replayer.h"

namespace moccasin::test {

bool fails_alone(const Trace& trace) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) {
    const rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    alarm(10);
    const int nowhere =
        open("/dev/null", O_WRONLY);  // an abort's message is shown once, at the end
    dup2(nowhere, STDERR_FILENO);
    _exit(replay(trace) ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

}  // namespace moccasin::test
