// SPDX-License-Identifier: Apache-2.0
// Keeps the best schedule on disk while the search goes on. Writing takes time from the search, so
// after a write it waits for several times as long as that took; the last of several improvements
// is the one written. The final result is not its business.
#pragma once

#include <chrono>
#include <optional>

#include "app/console.h"
#include "app/solve_case.h"
#include "io/output_file.h"

namespace moccasin::app {

class ScheduleSaver {
 public:
  // `file` null, or not to be replaced: nothing is written before the end. A disk that is full is
  // told of at once, by `console`; all outlive this.
  ScheduleSaver(const SolveCase& solve_case, io::OutputFile* file, Console& console);

  void improved(Result result);  // written now or at a later call
  void poll();                   // called a few times a second

 private:
  using Clock = std::chrono::steady_clock;

  void write(const Result& result);

  const SolveCase* case_;
  io::OutputFile* file_;  // null: nothing is to be written
  Console* console_;
  std::optional<io::Error> failed_;  // the last write did
  std::optional<Result> pending_;
  Clock::time_point next_;
};

}  // namespace moccasin::app
