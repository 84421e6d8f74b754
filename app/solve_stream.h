// SPDX-License-Identifier: Apache-2.0
// --json-stream: what happens, one JSON object a line, each with its "type".
//
//   start       version, graph, base, budget, scope, limits
//   bound       time, work, bound, phase              when it has risen above the base duration
//   solution    time, work, duration, bound, gap, overhead_percent, peak, found_by, (steps)
//   statistics  the counters of the search
//   status      status, stop and what the best schedule is; the last line
//   error       message, exit; instead of the last line
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "app/exit_code.h"
#include "app/solve_case.h"
#include "io/descriptor_stream.h"
#include "io/error.h"

namespace moccasin::app {

class SolveStream {
 public:
  SolveStream(io::DescriptorStream& out, const SolveCase& solve_case)
      : out_(&out), case_(&solve_case), bound_(solve_case.facts.base_duration) {}

  void start();
  void progress(const Progress& progress);
  void solution(const Progress& progress, const std::vector<OpId>& schedule);
  void finish(const Result& result);

  // Why not all of it could be written.
  [[nodiscard]] std::optional<io::Error> error() const;

 private:
  io::DescriptorStream* out_;
  const SolveCase* case_;
  void put_bound(double seconds, std::uint64_t work, std::int64_t bound, std::string_view phase);

  std::int64_t bound_;  // the last that was told
};

// The last line, and the only one, where time was up before there was anything to tell.
[[nodiscard]] std::string time_up_line(double seconds);

void stream_error(std::ostream& out, const Failure& failure);

}  // namespace moccasin::app
