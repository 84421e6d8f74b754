// SPDX-License-Identifier: Apache-2.0
#include "io/fingerprint_text.h"

#include <cstdint>

#include "model/fingerprint.h"

namespace moccasin::io {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

}  // namespace

std::string fingerprint_text(const model::Graph& graph) {
  const std::uint64_t bits = model::fingerprint(graph);
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += kHex[(bits >> shift) & 15];
  return text;
}

std::string other_graph_text(const std::string& theirs, const model::Graph& graph) {
  return "the schedule is for the graph " + theirs + ", but this graph is " +
         fingerprint_text(graph);
}

bool is_fingerprint(std::string_view text) {
  return text.size() == 16 && text.find_first_not_of(kHex) == std::string_view::npos;
}

}  // namespace moccasin::io
