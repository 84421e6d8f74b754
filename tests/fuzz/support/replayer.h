// SPDX-License-Identifier: Apache-2.0
// Does what a trace says, with every inference checked, and compares what the engine says with what
// is known of the problem.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "search/cdcl/activity_brancher.h"
#include "search/cdcl/restart.h"
#include "tests/fuzz/support/subject.h"
#include "tests/fuzz/support/trace.h"

namespace moccasin::test {

class Replayer {
 public:
  explicit Replayer(const Operation& problem);

  // What was wrong after it; nothing if all agrees. A wrong inference aborts.
  [[nodiscard]] std::optional<std::string> apply(const Operation& operation);
  [[nodiscard]] const engine::Engine& engine() const { return engine_; }
  [[nodiscard]] bool in_conflict() const { return outcome_ == engine::Outcome::conflict; }

 private:
  using Values = Subject::Values;

  void propagate();
  void decide(engine::Literal literal);
  void follow_assumptions();
  void search(std::int64_t rounds);
  void expect_none(const engine::Premises& literals, const char* what);
  void expect_solution();
  void compare();
  [[nodiscard]] Values lower_bounds() const;
  void complain(const char* what) {
    if (!wrong_) wrong_ = what;
  }

  std::unique_ptr<Subject> subject_;
  engine::Engine engine_{engine::Checking::on};
  std::optional<search::ActivityBrancher> brancher_;
  search::Restart restart_{2};
  engine::Outcome outcome_ = engine::Outcome::fine;
  engine::Premises facts_, assumptions_;
  std::vector<engine::Literal> decisions_;  // by level
  bool decisions_known_ = true;             // not after a search, until all is taken back
  std::optional<std::string> wrong_;
};

// Replays all of it; what was wrong first, and after which line.
[[nodiscard]] std::optional<std::string> replay(const Trace& trace);

}  // namespace moccasin::test
