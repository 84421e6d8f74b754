// SPDX-License-Identifier: Apache-2.0
// Graphs of foreign dialects as tests look at them: as the moccasin-graph that they amount to.
#pragma once

#include <sstream>
#include <string>
#include <string_view>

#include "io/graph_file.h"
#include "io/graph_reader.h"

namespace moccasin::io {

// What `convert` would write of it, or the error's message.
inline std::string as_graph(const Result<GraphFile>& read) {
  if (const auto* const error = std::get_if<Error>(&read)) return error->message;
  std::ostringstream out;
  write_graph(out, std::get<GraphFile>(read));
  return out.str();
}
inline std::string as_graph(std::string_view text) { return as_graph(parse_graph(text, "g")); }

}  // namespace moccasin::io
