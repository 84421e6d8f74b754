// SPDX-License-Identifier: Apache-2.0
#include "io/text_node.h"

#include <algorithm>

#include "io/text_amount.h"

namespace moccasin::io {

NodeId id_in_text(std::string_view text) {
  return {is_integer_id(text) ? IdKind::integer : IdKind::text, std::string(text)};
}

std::optional<std::string> take_outputs(std::string_view text, Outputs outputs, NodeRecord& node) {
  const bool several = outputs == Outputs::several;
  if (several && text.empty()) return std::nullopt;
  while (true) {
    const std::size_t end = several ? std::min(text.find(';'), text.size()) : text.size();
    std::int64_t size = 0;
    if (auto wrong = take_whole(text.substr(0, end), 0, size)) return wrong;
    node.outputs.push_back({.size = size});
    if (end == text.size()) return std::nullopt;
    text.remove_prefix(end + 1);
  }
}

}  // namespace moccasin::io
