// SPDX-License-Identifier: Apache-2.0
#include "io/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace moccasin::io {

void write_text(TextWriter& out, std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
  });
  if (plain) {
    out << '"' << text << '"';
  } else {
    using nlohmann::json;
    out << json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  }
}

void write_id(TextWriter& out, const NodeId& id) {
  if (id.kind == IdKind::integer) {
    out << id.text;
  } else {
    write_text(out, id.text);
  }
}

TextWriter& MemberWriter::key(std::string_view key, std::string_view separator) {
  if (!first_) out_ << separator;
  first_ = false;
  write_text(out_, key);
  return out_ << ':';
}

}  // namespace moccasin::io
