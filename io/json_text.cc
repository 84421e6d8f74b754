// SPDX-License-Identifier: Apache-2.0
#include "io/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <string>

namespace moccasin::io {

void write_text(std::ostream& out, std::string_view text) {
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

void write_number(std::ostream& out, double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out << std::string_view(digits.data(), static_cast<std::size_t>(end.ptr - digits.data()));
}

void write_id(std::ostream& out, const NodeId& id) {
  if (id.kind == IdKind::integer) {
    out << id.text;
  } else {
    write_text(out, id.text);
  }
}

std::ostream& MemberWriter::key(std::string_view key, std::string_view separator) {
  if (!first_) out_ << separator;
  first_ = false;
  write_text(out_, key);
  return out_ << ':';
}

}  // namespace moccasin::io
