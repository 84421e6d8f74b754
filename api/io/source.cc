// SPDX-License-Identifier: Apache-2.0
#include "api/io/source.h"

#include <utility>

#include "api/io/file_error.h"
#include "io/text_file.h"
#include "io/text_place.h"

namespace moccasin {
inline namespace v0 {

namespace {

bool is_dash(const Source& source) {
  return source.kind() == Source::Kind::file && source.name() == "-";
}

}  // namespace

io::Result<std::string_view> text_of(const Source& source, std::string& held) {
  if (source.kind() == Source::Kind::text) return source.text();
  // The inside takes "-" for standard input, which is the host's.
  auto read = source.kind() == Source::Kind::stream
                  ? io::read_stream(*source.stream(), source.name())
                  : io::read_text_file(is_dash(source) ? "./-" : source.name());
  if (auto* const error = std::get_if<io::Error>(&read)) {
    if (is_dash(source)) drop_folder(*error);
    return std::move(*error);
  }
  held = std::get<std::string>(std::move(read));
  return std::string_view(held);
}

FileError locate(std::string_view text, const io::Error& error) {
  FileError located = to_public(error);
  if (const auto place = io::find_place(text, error.place)) {
    located.line = place->line;
    located.column = place->column;
  }
  return located;
}

}  // namespace v0
}  // namespace moccasin
