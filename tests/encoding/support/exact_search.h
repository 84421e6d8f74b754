// SPDX-License-Identifier: Apache-2.0
// A problem, order kept, solved by clause learning alone and to the end, with every inference and
// every learned clause checked: no local search, no limit, no first incumbent.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/engine.h"
#include "model/encoding/encoding.h"
#include "model/schedule.h"
#include "search/cdcl/activity_brancher.h"
#include "search/cdcl/cdcl.h"
#include "search/cdcl/restart.h"

namespace moccasin::test {

// As many copies of every operation.
[[nodiscard]] encoding::CopiesModelled copies_of_each(const compiled::CompiledGraph& graph,
                                                      std::int32_t copies);

struct Exact {
  // Of the recomputations, in units of duration; nothing: there is no solution.
  std::optional<std::int64_t> duration;
  encoding::Steps steps;  // of a solution that takes so long, surrogate copies left out
  std::vector<compiled::Op> surrogates;     // used in it
  bool needed_surrogates_forbidden = true;  // the refutation rests on the assumption
  friend bool operator==(const Exact&, const Exact&) = default;
};

class ExactSearch {
 public:
  // `graph` outlives this.
  ExactSearch(const compiled::CompiledGraph& graph, const encoding::CopiesModelled& copies,
              std::uint64_t restart_unit = 2);

  enum class Jokers { forbidden, allowed };
  // The least duration, by bounds that are assumed and taken back: it may be called again.
  [[nodiscard]] Exact by_assumptions(Jokers surrogates);
  // The same by bounds that are imposed for good: it may be called once, and last.
  [[nodiscard]] Exact by_facts();

  [[nodiscard]] const encoding::Encoding& encoding() const { return encoding_; }
  [[nodiscard]] const engine::Statistics& statistics() const { return engine_.statistics(); }

 private:
  [[nodiscard]] search::CdclOutcome search();
  void read_solution(Exact& best);

  engine::Engine engine_{engine::Checking::on};
  encoding::Encoding encoding_;
  search::ActivityBrancher brancher_;
  search::Restart restart_;
};

}  // namespace moccasin::test
