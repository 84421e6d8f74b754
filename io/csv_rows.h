// SPDX-License-Identifier: Apache-2.0
// Comma-separated values, row by row. A field in quotes may hold commas, line ends and, doubled,
// quotes; lines end as on any system, and the last need not:
//
//   b1,0,3,4            four fields
//   "conv, ""1""",0,3,4       the first is: conv, "1"
#pragma once

#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moccasin::io {

struct CsvField {
  std::string_view text;   // without quotes; until the next row is read
  std::size_t offset = 0;  // in the whole text, where the field begins
};

class CsvRows {
 public:
  enum class Read {
    row,          // fields() are the next row's; an empty line is a row of one empty field
    end,          // there is no other
    open_quote,   // a field in quotes is not closed
    after_quote,  // something stands between a closing quote and the next comma
  };

  // The text outlives this. A byte order mark is passed over.
  explicit CsvRows(std::string_view text);

  [[nodiscard]] Read next();
  [[nodiscard]] std::span<const CsvField> fields() const { return fields_; }
  // Where the row begins, or what is wrong with it.
  [[nodiscard]] std::size_t offset() const { return offset_; }

 private:
  [[nodiscard]] Read read_plain();
  [[nodiscard]] Read read_quoted();

  std::string_view text_;
  std::size_t at_ = 0, offset_ = 0;
  std::vector<CsvField> fields_;
  std::deque<std::string> unquoted_;  // of fields that have doubled quotes
};

// `text` as a field: in quotes if it needs them.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace moccasin::io
