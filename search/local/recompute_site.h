// SPDX-License-Identifier: Apache-2.0
// Where recomputing something would help: a step that needs relief, and an operation whose outputs
// are live across it although nobody reads them there.
//
//   x written ......... step over the budget ......... x read next
//             ======================================   recompute x's operation before its reader:
//                                                      x is free in between
#pragma once

#include <optional>

#include "base/random.h"
#include "search/local/sequence.h"

namespace moccasin::search {

struct RecomputeSite {
  Op op;              // what to recompute
  Key reader = 0;     // where: before its next reader; retained outputs: see Retained
  double weight = 0;  // units freed a tick, with some noise
};

// Where outputs that are retained and read no more are made again. With the order kept nothing runs
// behind the last first run.
enum class Retained { before_last_step, behind_last_step };

class SitePicker {
 public:
  SitePicker(Sequence& sequence, Retained retained, base::Random& random)
      : sequence_(sequence), retained_(retained), random_(random) {}

  [[nodiscard]] Key random_step();
  // A step over the budget four times in five, if there is one; else the highest of three.
  [[nodiscard]] Key step_to_relieve();
  // The best of up to three operations with outputs live across the step at `key`.
  [[nodiscard]] std::optional<RecomputeSite> site_across(Key key);

 private:
  [[nodiscard]] RunId run_before(Key key);
  [[nodiscard]] RunId run_read_after(Key key);
  [[nodiscard]] std::optional<RecomputeSite> site_of(RunId run, Key key);

  Sequence& sequence_;
  const Retained retained_;
  base::Random& random_;
};

}  // namespace moccasin::search
