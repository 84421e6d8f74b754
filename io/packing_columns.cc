// SPDX-License-Identifier: Apache-2.0
#include "io/packing_columns.h"

#include "base/printable.h"
#include "base/suggest.h"

namespace moccasin::io {
namespace {

struct Name {
  std::string_view name;
  PackingColumn column;
};

// The names that minimalloc knows, and no others.
constexpr std::array<Name, 12> kNames = {{
    {"id", PackingColumn::id},
    {"buffer", PackingColumn::id},
    {"buffer_id", PackingColumn::id},
    {"lower", PackingColumn::lower},
    {"start", PackingColumn::lower},
    {"begin", PackingColumn::lower},
    {"upper", PackingColumn::upper},
    {"end", PackingColumn::upper},
    {"size", PackingColumn::size},
    {"alignment", PackingColumn::alignment},
    {"offset", PackingColumn::offset},
    {"gaps", PackingColumn::gaps},
}};
constexpr std::array<std::string_view, 3> kOptional = {"alignment", "offset", "gaps"};

std::optional<PackingColumn> column_named(std::string_view name) {
  for (const Name& known : kNames) {
    if (known.name == name) return known.column;
  }
  return std::nullopt;
}

// "lower (or start, begin)"
std::string names_of(PackingColumn column) {
  std::string names;
  int count = 0;
  for (const Name& known : kNames) {
    if (known.column != column) continue;
    names += count == 0 ? "" : count == 1 ? " (or " : ", ";
    names += known.name;
    ++count;
  }
  return names + (count > 1 ? ")" : "");
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kWhite = " \t\r";
  const std::size_t first = text.find_first_not_of(kWhite);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhite) - first + 1);
}

std::variant<PackingColumns, CsvFault> read_packing_columns(std::span<const CsvField> header) {
  PackingColumns columns;
  columns.count = header.size();
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string_view name = trimmed(header[i].text);
    const auto column = column_named(name);
    if (!column) {
      const auto near = base::nearest(name, kOptional);
      if (!near) continue;
      return CsvFault{header[i].offset, "unknown column '" + base::short_name(name) +
                                            "'; did you mean '" + std::string(*near) + "'?"};
    }
    auto& place = columns.places[static_cast<std::size_t>(*column)];
    if (place) {
      return CsvFault{header[i].offset,
                      "column '" + std::string(name) + "' says the same as column '" +
                          std::string(trimmed(header[*place].text)) + "': one of them has to go"};
    }
    place = i;
    if (name == "end") columns.upper_end = UpperEnd::inclusive;
  }
  for (const PackingColumn needed :
       {PackingColumn::id, PackingColumn::lower, PackingColumn::upper, PackingColumn::size}) {
    if (columns[needed]) continue;
    return CsvFault{header.front().offset, "there is no column " + names_of(needed) +
                                               "; the first line names the columns, as in "
                                               "id,lower,upper,size"};
  }
  return columns;
}

}  // namespace moccasin::io
