// SPDX-License-Identifier: Apache-2.0
// A certificate (docs/certificates.md) from what the search remembers of a proof: its tree and its
// prices are gone through again on the graph as it was given, and every flow is found anew.
#pragma once

#include <optional>

#include "model/certificate.h"
#include "search/bound/closure_bound.h"

namespace moccasin::search {

// The certificate of a bound of base duration + proof.lower, or of less if the last digits do not
// come out the same, as sizes are rounded in another way. Gives nothing if that is so much less
// that nothing is left, or if `meter`, charged for every flow, has ended.
[[nodiscard]] std::optional<model::Certificate> certify(const model::Problem& problem,
                                                        const ClosureBound::Proof& proof,
                                                        Meter& meter);

}  // namespace moccasin::search
