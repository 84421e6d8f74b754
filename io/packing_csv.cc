// SPDX-License-Identifier: Apache-2.0
#include "io/packing_csv.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/assert.h"
#include "base/printable.h"
#include "io/csv_rows.h"
#include "io/packing_columns.h"
#include "io/text_file.h"
#include "io/text_place.h"
#include "io/text_writer.h"
#include "model/verify_placement.h"

namespace moccasin::io {
namespace {

using model::ArenaBuffer;

constexpr std::int64_t kMost = std::int64_t{1} << 62;

std::string quoted(std::string_view text) { return "'" + base::short_name(text) + "'"; }

class PackingReader {
 public:
  PackingReader(std::string_view text, std::int64_t alignment)
      : rows_(text), alignment_(alignment) {}

  // What is wrong; nothing if all could be read.
  [[nodiscard]] std::optional<CsvFault> read();
  [[nodiscard]] PackingFile take() { return std::move(file_); }

 private:
  [[nodiscard]] std::optional<CsvFault> read_row();
  [[nodiscard]] std::optional<CsvFault> check_shape() const;
  [[nodiscard]] std::optional<CsvFault> check_amounts(const ArenaBuffer& buffer);
  [[nodiscard]] std::optional<CsvFault> check_fixed() const;
  // Sets `value` to the number of the column, if it has one, or fault_.
  void number(PackingColumn column, std::string_view name, std::int64_t least, std::int64_t& value);

  [[nodiscard]] const CsvField& field(PackingColumn column) const {
    return rows_.fields()[*columns_[column]];
  }
  [[nodiscard]] CsvFault fault_at(PackingColumn column, const std::string& message) const {
    return {field(column).offset,
            message + " (buffer " + quoted(field(PackingColumn::id).text) + ")"};
  }

  CsvRows rows_;
  std::int64_t alignment_;
  PackingColumns columns_;
  PackingFile file_;
  std::optional<CsvFault> fault_;
  std::int64_t total_ = 0, highest_ = 0;  // bytes: to be placed, below which all that is fixed ends
  std::vector<std::pair<std::size_t, std::size_t>> fixed_;  // buffer, offset of its row
};

std::optional<CsvFault> fault_of(CsvRows::Read read, std::size_t offset) {
  if (read == CsvRows::Read::open_quote) return CsvFault{offset, "the quote is never closed"};
  if (read == CsvRows::Read::after_quote) {
    return CsvFault{offset, "a comma or the end of the line has to follow the closing quote"};
  }
  return std::nullopt;
}

bool is_empty(std::span<const CsvField> fields) {
  return fields.size() == 1 && trimmed(fields.front().text).empty();
}

std::optional<CsvFault> PackingReader::read() {
  CsvRows::Read read = rows_.next();
  if (auto fault = fault_of(read, rows_.offset())) return fault;
  if (read == CsvRows::Read::end || is_empty(rows_.fields())) {
    return CsvFault{rows_.offset(),
                    "there is no header; the first line names the columns, as in "
                    "id,lower,upper,size"};
  }
  auto columns = read_packing_columns(rows_.fields());
  if (auto* const fault = std::get_if<CsvFault>(&columns)) return std::move(*fault);
  columns_ = std::get<PackingColumns>(columns);
  std::optional<std::size_t> empty;  // where a line has nothing
  while ((read = rows_.next()) == CsvRows::Read::row) {
    if (is_empty(rows_.fields())) {
      if (!empty) empty = rows_.offset();
      continue;
    }
    // Who ends at an empty line would lose what follows.
    if (empty) return CsvFault{*empty, "an empty line, and buffers behind it: remove it"};
    if (auto fault = read_row()) return fault;
  }
  if (auto fault = fault_of(read, rows_.offset())) return fault;
  return check_fixed();
}

std::optional<CsvFault> PackingReader::check_shape() const {
  const auto fields = rows_.fields();
  if (fields.size() != columns_.count) {
    return CsvFault{rows_.offset(), "has " + std::to_string(fields.size()) +
                                        (fields.size() == 1 ? " field" : " fields") +
                                        ", but the header has " + std::to_string(columns_.count) +
                                        "; a name with a comma has to stand in quotes"};
  }
  if (columns_[PackingColumn::gaps] && !trimmed(field(PackingColumn::gaps).text).empty()) {
    return fault_at(PackingColumn::gaps,
                    "gaps are not supported: empty the field to have the buffer live from lower "
                    "to upper throughout, or make it several buffers");
  }
  return std::nullopt;
}

void PackingReader::number(PackingColumn column, std::string_view name, std::int64_t least,
                           std::int64_t& value) {
  if (fault_ || !columns_[column]) return;
  const std::string_view text = trimmed(field(column).text);
  const bool may_be_empty = column == PackingColumn::alignment || column == PackingColumn::offset;
  if (text.empty() && may_be_empty) return;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string start = std::string(name) + ": ";
  if (end.ec == std::errc::invalid_argument || end.ptr != text.data() + text.size()) {
    fault_ = fault_at(column, start + quoted(text) + " is not a whole number");
  } else if (end.ec == std::errc::result_out_of_range || value > kMost || value < -kMost) {
    fault_ = fault_at(column, start + quoted(text) + " is beyond 2^62");
  } else if (value < least) {
    fault_ = fault_at(column, start + "must be at least " + std::to_string(least) + ", but is " +
                                  std::to_string(value));
  }
}

std::optional<CsvFault> PackingReader::read_row() {
  if (auto fault = check_shape()) return fault;
  ArenaBuffer buffer{.alignment = alignment_};
  const bool inclusive = columns_.upper_end == UpperEnd::inclusive;
  number(PackingColumn::lower, "lower", -kMost, buffer.lower);
  number(PackingColumn::upper, inclusive ? "end" : "upper", -kMost, buffer.upper);
  number(PackingColumn::size, "size", 0, buffer.size);
  number(PackingColumn::alignment, "alignment", 1, buffer.alignment);
  number(PackingColumn::offset, "offset", 0, buffer.offset);
  if (fault_) return std::move(fault_);
  if (inclusive) ++buffer.upper;
  if (auto fault = check_amounts(buffer)) return fault;
  if (buffer.offset >= 0) fixed_.emplace_back(file_.buffers.size(), rows_.offset());
  file_.buffers.push_back(buffer);
  file_.ids.emplace_back(field(PackingColumn::id).text);
  return std::nullopt;
}

std::optional<CsvFault> PackingReader::check_amounts(const ArenaBuffer& buffer) {
  if (buffer.upper < buffer.lower) {
    const bool inclusive = columns_.upper_end == UpperEnd::inclusive;
    return fault_at(
        PackingColumn::upper,
        inclusive
            ? "end: must not be more than one below lower, which is " +
                  std::to_string(buffer.lower) + ", but is " + std::to_string(buffer.upper - 1)
            : "upper: must not be below lower, which is " + std::to_string(buffer.lower) +
                  ", but is " + std::to_string(buffer.upper));
  }
  if (buffer.offset >= 0 && buffer.offset % buffer.alignment != 0) {
    return fault_at(PackingColumn::offset, "offset: must be a multiple of the alignment, " +
                                               std::to_string(buffer.alignment) + ", but is " +
                                               std::to_string(buffer.offset));
  }
  // So that whatever is placed, on top of all that is fixed, ends by 2^62.
  const std::int64_t left = kMost - total_ - highest_;
  if (buffer.offset >= 0) {
    const std::int64_t more = buffer.offset - highest_;
    if (more > left || buffer.size > left - more) {
      return fault_at(PackingColumn::offset, "offset: the arena would end beyond 2^62");
    }
    highest_ = std::max(highest_, buffer.offset + buffer.size);
  } else {
    if (buffer.size > left || buffer.alignment - 1 > left - buffer.size) {
      return fault_at(PackingColumn::size, "size: the arena would end beyond 2^62");
    }
    total_ += buffer.size + buffer.alignment - 1;
  }
  return std::nullopt;
}

std::optional<CsvFault> PackingReader::check_fixed() const {
  const auto violation = model::verify_fixed(file_.buffers).violation;
  if (!violation) return std::nullopt;
  MOCCASIN_ASSERT(violation->rule == model::PlacementRule::apart);
  const auto [low, high] = std::minmax(violation->buffer, violation->other);
  const auto row = std::lower_bound(fixed_.begin(), fixed_.end(), std::pair(high, std::size_t{0}));
  return CsvFault{row->second, "the buffers " + quoted(file_.ids[low]) + " and " +
                                   quoted(file_.ids[high]) +
                                   " overlap where they are fixed: one of their offsets has to go"};
}

}  // namespace

Result<PackingFile> parse_packing_csv(std::string_view text, const std::string& source,
                                      std::int64_t alignment) {
  PackingReader reader(text, alignment);
  const auto fault = reader.read();
  if (!fault) return reader.take();
  const TextPlace place = place_at(text, fault->offset);
  Error error =
      make_error(ErrorKind::syntax,
                 source + ":" + std::to_string(place.line) + ":" + std::to_string(place.column),
                 fault->message);
  error.line = place.line;
  error.column = place.column;
  return error;
}

void write_packing_csv(std::ostream& stream, const PackingFile& file,
                       std::span<const std::int64_t> offsets) {
  MOCCASIN_ASSERT(offsets.size() == file.buffers.size());
  const bool aligned = std::any_of(file.buffers.begin(), file.buffers.end(),
                                   [](const ArenaBuffer& buffer) { return buffer.alignment != 1; });
  TextWriter out(stream);
  out << "id,lower,upper,size" << (aligned ? ",alignment" : "") << ",offset\n";
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    const ArenaBuffer& buffer = file.buffers[i];
    out << csv_field(file.ids[i]) << ',' << buffer.lower << ',' << buffer.upper << ','
        << buffer.size << ',';
    if (aligned) out << buffer.alignment << ',';
    out << offsets[i] << '\n';
  }
}

}  // namespace moccasin::io
