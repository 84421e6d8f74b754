// SPDX-License-Identifier: Apache-2.0
// Checks one step of a certificate's proof (docs/certificates.md, "A step").
#pragma once

#include <optional>
#include <string>

#include "base/strong_index.h"
#include "model/certificate.h"
#include "model/certificate_terms.h"
#include "model/graph.h"

namespace moccasin::model {

// What the node of the proof says of a cost variable.
enum class Again : char { open, never, surely };

struct StepVerdict {
  std::optional<std::string> broken;  // where in the step and what; then the rest means nothing
  bool refutes = false;               // the node
};

[[nodiscard]] StepVerdict check_step(const Graph& graph, CertificateTerms& terms,
                                     const base::IndexedVector<CostVarIndex, Again>& again,
                                     const CertificateStep& step);

}  // namespace moccasin::model
