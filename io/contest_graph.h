// SPDX-License-Identifier: Apache-2.0
// The plain format of the "re-computation" contest of 2025:
//
//   Return 42467328                        the budget, in bytes
//   0 input 0 0 150528 3                   id, name, number of inputs, their ids,
//   1 conv 1 0 1048576 802816 12           bytes while it runs (workspace), of its output, duration
#pragma once

#include <string>
#include <string_view>

#include "io/error.h"
#include "io/graph_file.h"

namespace moccasin::io {

// Whether `text` begins as such a file does.
[[nodiscard]] bool is_contest_graph(std::string_view text);

// The budget is GraphFile::budget; an operation that nobody reads is not retained, as the contest's
// rules have it.
[[nodiscard]] Result<GraphFile> parse_contest_graph(std::string_view text,
                                                    const std::string& source);

}  // namespace moccasin::io
