// SPDX-License-Identifier: Apache-2.0
#include "api/io/source.h"

#include <utility>

#include "io/text_file.h"

namespace moccasin {
inline namespace v0 {

io::Result<std::string_view> text_of(const Source& source, std::string& held) {
  if (source.kind() == Source::Kind::text) return source.text();
  // The inside takes "-" for standard input, which is the host's.
  auto read = source.kind() == Source::Kind::stream
                  ? io::read_stream(*source.stream(), source.name())
                  : io::read_text_file(source.name() == "-" ? "./-" : source.name());
  if (auto* const error = std::get_if<io::Error>(&read)) return std::move(*error);
  held = std::get<std::string>(std::move(read));
  return std::string_view(held);
}

}  // namespace v0
}  // namespace moccasin
