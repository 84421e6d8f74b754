// SPDX-License-Identifier: Apache-2.0
#include "io/csv_rows.h"

#include <algorithm>

namespace moccasin::io {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

std::string with_single_quotes(std::string_view doubled) {
  std::string text;
  for (std::size_t i = 0; i < doubled.size(); ++i) {
    text += doubled[i];
    if (doubled[i] == '"') ++i;  // the second of the two
  }
  return text;
}

}  // namespace

CsvRows::CsvRows(std::string_view text) : text_(text) {
  if (text.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
}

CsvRows::Read CsvRows::next() {
  fields_.clear();
  unquoted_.clear();
  offset_ = at_;
  if (at_ >= text_.size()) return Read::end;
  while (true) {
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    const Read read = quoted ? read_quoted() : read_plain();
    if (read != Read::row) return read;
    if (at_ >= text_.size()) return Read::row;
    if (text_[at_] == ',') {
      ++at_;
      continue;
    }
    at_ += text_[at_] == '\r' ? 2 : 1;
    return Read::row;
  }
}

// Up to a comma or the end of the line, where the text then stands.
CsvRows::Read CsvRows::read_plain() {
  std::size_t end = at_;
  while (end < text_.size() && text_[end] != ',' && text_[end] != '\n') ++end;
  const std::size_t next = end;
  // A carriage return belongs to the end of the line, and to a field anywhere else.
  const bool ends_line = next >= text_.size() || text_[next] == '\n';
  if (ends_line && end > at_ && text_[end - 1] == '\r') --end;
  fields_.push_back({text_.substr(at_, end - at_), at_});
  at_ = next < text_.size() ? end : next;
  return Read::row;
}

CsvRows::Read CsvRows::read_quoted() {
  const std::size_t begin = at_;
  std::size_t end = begin + 1;
  bool doubled = false;
  while (true) {
    end = text_.find('"', end);
    if (end == std::string_view::npos) {
      offset_ = begin;
      return Read::open_quote;
    }
    if (end + 1 >= text_.size() || text_[end + 1] != '"') break;
    doubled = true;
    end += 2;
  }
  std::string_view inside = text_.substr(begin + 1, end - begin - 1);
  if (doubled) inside = unquoted_.emplace_back(with_single_quotes(inside));
  fields_.push_back({inside, begin});
  at_ = end + 1;
  const std::string_view rest = text_.substr(at_, 2);
  if (rest.empty() || rest[0] == ',' || rest[0] == '\n' || rest == "\r\n") return Read::row;
  if (rest == "\r") {
    ++at_;
    return Read::row;
  }
  offset_ = at_;
  return Read::after_quote;
}

std::string csv_field(std::string_view text) {
  const bool plain = text.find_first_of(",\"\r\n") == std::string_view::npos && !text.empty() &&
                     text.front() != ' ' && text.back() != ' ';
  if (plain) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += c;
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace moccasin::io
