// SPDX-License-Identifier: Apache-2.0
#include "io/fingerprint_text.h"

#include <cstdint>

#include "model/fingerprint.h"

namespace moccasin::io {

std::string fingerprint_text(const model::Graph& graph) {
  constexpr char kHex[] = "0123456789abcdef";
  const std::uint64_t bits = model::fingerprint(graph);
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += kHex[(bits >> shift) & 15];
  return text;
}

}  // namespace moccasin::io
