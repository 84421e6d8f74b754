// SPDX-License-Identifier: Apache-2.0
// A process that says one thing and ends.
#pragma once

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

namespace moccasin::test {

// What `call` returns, a text, in a child of this process. If it takes longer than two minutes, or
// ends otherwise, that is said instead: such a child hangs.
template <class Call>
[[nodiscard]] std::string said_by_child(const Call& call) {
  constexpr int kMost = 120'000;  // milliseconds
  std::array<int, 2> ends = {};
  if (pipe(ends.data()) != 0) return "no pipe";
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    const std::string text = call();
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t written = write(ends[1], text.data() + done, text.size() - done);
      if (written <= 0) _exit(1);
      done += static_cast<std::size_t>(written);
    }
    _exit(0);
  }
  close(ends[1]);
  std::string text;
  std::array<char, 4096> piece = {};
  for (;;) {
    pollfd wait = {ends[0], POLLIN, 0};
    if (poll(&wait, 1, kMost) == 0) {
      kill(child, SIGKILL);
      text = "it hangs";
      break;
    }
    const ssize_t length = read(ends[0], piece.data(), piece.size());
    if (length <= 0) break;
    text.append(piece.data(), static_cast<std::size_t>(length));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) text += " killed by signal " + std::to_string(WTERMSIG(status));
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) text += " ended by itself";
  return text;
}

}  // namespace moccasin::test
