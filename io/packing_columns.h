// SPDX-License-Identifier: Apache-2.0
// The first line of a file of buffers: what its columns hold, whatever their order.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "io/csv_rows.h"

namespace moccasin::io {

enum class PackingColumn { id, lower, upper, size, alignment, offset, gaps };
inline constexpr std::size_t kPackingColumns = 7;

enum class UpperEnd { exclusive, inclusive };

struct PackingColumns {
  // Which field it is of a row. The first four are there.
  std::array<std::optional<std::size_t>, kPackingColumns> places;
  UpperEnd upper_end = UpperEnd::exclusive;  // "end" is the last step, "upper" the one behind it
  std::size_t count = 0;                     // of all columns, those that nobody knows too

  [[nodiscard]] std::optional<std::size_t> operator[](PackingColumn column) const {
    return places[static_cast<std::size_t>(column)];
  }
};

// What is wrong, and where in the text.
struct CsvFault {
  std::size_t offset = 0;
  std::string message;
};

// Columns of other names are passed over, unless they look like an optional one misspelt.
[[nodiscard]] std::variant<PackingColumns, CsvFault> read_packing_columns(
    std::span<const CsvField> header);

// `text` without white space around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace moccasin::io
