// SPDX-License-Identifier: Apache-2.0
// Writes certificates of small problems as docs/certificates.md says, slowly and at random: prices
// by trying, flows by augmenting paths on a matrix, branches down to the last operation. Knows
// neither the search that writes them nor the code that checks them.
#pragma once

#include <cstdint>
#include <optional>

#include "base/random.h"
#include "model/certificate.h"
#include "model/problem.h"

namespace moccasin::test {

struct NaiveCertificate {
  model::Certificate certificate;
  bool proves = false;  // else some leaf is not refuted, and everything else is as it should be
};

// A certificate of `bound`, the base duration and a positive multiple of the durations' divisor.
// Pre-conditions: at most eight operations, each of which alone fits in the budget; small numbers.
[[nodiscard]] NaiveCertificate naive_certificate(const model::Problem& problem, std::int64_t bound,
                                                 base::Random& random);

// The greatest common divisor of all durations; 1 if they are 0.
[[nodiscard]] std::int64_t duration_unit(const model::Graph& graph);

}  // namespace moccasin::test
