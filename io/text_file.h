// SPDX-License-Identifier: Apache-2.0
// Whole files as text, and the words an error begins with.
#pragma once

#include <iosfwd>
#include <string>

#include "io/error.h"

namespace moccasin::io {

// How messages call `path`: itself, or "standard input" for "-".
[[nodiscard]] std::string source_name(const std::string& path);

// All bytes of `path` ("-": standard input, to its end).
[[nodiscard]] Result<std::string> read_text_file(const std::string& path);

// All bytes of `in` from where it stands, taken from its buffer: neither its state nor what it
// throws matters. `source` stands in messages where a path would.
[[nodiscard]] Result<std::string> read_stream(std::istream& in, const std::string& source);

// An Error whose message is "source: message", fit for a terminal and on one line. Names in the
// message are to be shortened already (base/printable.h).
[[nodiscard]] Error make_error(ErrorKind kind, const std::string& source,
                               const std::string& message);

}  // namespace moccasin::io
