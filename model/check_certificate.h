// SPDX-License-Identifier: Apache-2.0
// Checks a certificate of the bound, number by number, as docs/certificates.md says. Written from
// that page to be obviously right: shares no code with the search that writes certificates, trusts
// no number of them, and includes nothing above model/.
#pragma once

#include <optional>
#include <string>

#include "model/certificate.h"
#include "model/graph.h"

namespace moccasin::model {

struct CertificateVerdict {
  // The first thing found broken, in one line: "node 3, step 1: what flows into A of 'conv1:0'
  // ...".
  std::optional<std::string> broken;
  [[nodiscard]] bool valid() const { return !broken.has_value(); }
};

// Memory: linear in the graph and the longest step, and a bit an operation and two a tensor for
// each event of the proof. Time: for each step linear in its flows (with a logarithm), and in the
// graph for each of its events.
[[nodiscard]] CertificateVerdict check_certificate(const Graph& graph,
                                                   const Certificate& certificate);

}  // namespace moccasin::model
