// SPDX-License-Identifier: Apache-2.0
// Holds what a schedule's file claims against what follows from its steps and the graph. Programs
// that execute a schedule free what its lists say and reserve the peak it states: a claim that is
// there has to be right. What is right is counted by the certificate's replay (model/verify.h,
// model/replay.h), not by what the writer uses.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "io/graph_file.h"
#include "io/schedule_file.h"
#include "model/verify.h"

namespace moccasin::io {

struct WrongClaim {
  std::string claim;                // "base.peak"; "live" or "free" of a step
  std::optional<std::size_t> step;  // of a step's claim
  std::string message;              // one line: "says 5, but is 6"
  friend bool operator==(const WrongClaim&, const WrongClaim&) = default;
};

// The first wrong claim of `file`: first those about the whole schedule, then step by step. Names
// of buffers are compared as write_schedule would write them, in any order, so that it does not
// matter what characters ids have; where some step has a list, one without it frees nothing. A gap
// or an overhead may be off by 10^-9 of itself, and a floor may be lower than it could be. Status
// and bound are held against the schedule where it fits in the file's own budget: else it says
// nothing about them. Pre-condition: `verdict` is that of the file's schedule, and breaks no rule
// but perhaps the budget.
[[nodiscard]] std::optional<WrongClaim> find_wrong_claim(const GraphFile& graph,
                                                         const ScheduleFile& file,
                                                         const model::Verdict& verdict);

}  // namespace moccasin::io
