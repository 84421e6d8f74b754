// SPDX-License-Identifier: Apache-2.0
// Keeps the best schedule on disk while the search goes on. Writing takes time from the search, so
// after a write it waits for several times as long as that took; the last of several improvements
// is the one written. finish() always writes.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "app/exit_code.h"
#include "app/solve_case.h"

namespace moccasin::app {

class ScheduleSaver {
 public:
  // `path` empty: nothing is written. Standard output, devices and pipes get the
  // final result only.
  ScheduleSaver(const SolveCase& solve_case, std::string path);

  void improved(Result result);  // written now or at a later call
  void poll();                   // called a few times a second
  [[nodiscard]] std::optional<Failure> finish(const Result& result);

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] std::optional<Failure> write(const Result& result);

  const SolveCase* case_;
  std::string path_;
  bool replaced_;  // as opposed to written through
  std::optional<Result> pending_;
  Clock::time_point next_;
};

}  // namespace moccasin::app
