// SPDX-License-Identifier: Apache-2.0
#include "io/text_fault.h"

#include "io/text_file.h"
#include "io/text_place.h"

namespace moccasin::io {

Error fault_error(std::string_view text, const std::string& source, const TextFault& fault) {
  const TextPlace place = place_at(text, fault.offset);
  Error error =
      make_error(ErrorKind::content,
                 source + ":" + std::to_string(place.line) + ":" + std::to_string(place.column),
                 fault.message);
  error.line = place.line;
  error.column = place.column;
  return error;
}

}  // namespace moccasin::io
