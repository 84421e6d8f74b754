// SPDX-License-Identifier: Apache-2.0
// Certificates in files: moccasin-certificate version 1 (docs/certificates.md).
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "io/error.h"
#include "io/graph_file.h"
#include "model/certificate.h"

namespace moccasin::io {

// Writes `certificate` of `graph`, a list of a step a line.
void write_certificate(std::ostream& out, const GraphFile& graph,
                       const model::Certificate& certificate);

// Reads a certificate of `graph`; an error if the fingerprint is another graph's, or an operation
// or output does not exist. What it proves is model/check_certificate.h's to say. Memory: the text
// and the certificate, which takes about twice as much.
[[nodiscard]] Result<model::Certificate> read_certificate_file(const std::string& path,
                                                               const GraphFile& graph);
[[nodiscard]] Result<model::Certificate> parse_certificate(std::string_view text,
                                                           const std::string& source,
                                                           const GraphFile& graph);

}  // namespace moccasin::io
