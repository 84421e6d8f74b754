// SPDX-License-Identifier: Apache-2.0
// What the program's exit status says, and why a command gives up.
#pragma once

#include <string>
#include <variant>

#include "io/error.h"

namespace moccasin::app {

enum class ExitCode : int {
  ok = 0,            // a schedule was found; verify, check: the file is valid
  failed = 1,        // internal error, out of memory, cannot write
  usage = 2,         // the command line is wrong
  bad_input = 3,     // unreadable, or no graph, schedule or certificate
  rule_broken = 4,   // verify, check: a rule, the budget, a claim or the proof is broken
  nothing = 10,      // stopped with nothing found and nothing proved
  infeasible = 20,   // proved: nothing fits
  interrupted = 130  // the second signal
};

struct Failure {
  ExitCode code = ExitCode::failed;
  std::string message;  // one line without newline and without "moccasin: "
};

template <class T>
using Outcome = std::variant<T, Failure>;

// What a command ends with that a file failed.
[[nodiscard]] Failure failure_of(const io::Error& error);

}  // namespace moccasin::app
