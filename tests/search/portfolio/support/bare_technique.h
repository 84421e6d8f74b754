// SPDX-License-Identifier: Apache-2.0
// A technique that does nothing, for tests to give it what it is to do.
#pragma once

#include "search/portfolio/technique.h"

namespace moccasin::test {

struct BareTechnique : search::Technique {
  [[nodiscard]] std::string_view name() const override { return "bare"; }
  void plan(const search::Snapshot&) override {}
  void run(search::Meter&, search::Publisher&) override {}
  void publish(search::Snapshot&) const override {}
  [[nodiscard]] std::int64_t duration() const override { return search::Incumbent::kNoDuration; }
  [[nodiscard]] search::Statistics statistics() const override { return {}; }
};

}  // namespace moccasin::test
