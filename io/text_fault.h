// SPDX-License-Identifier: Apache-2.0
// What is wrong at a place of a text that is no JSON: "nodes.csv:3:7: ...".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "io/error.h"

namespace moccasin::io {

struct TextFault {
  std::size_t offset = 0;  // in the text
  std::string message;
};

[[nodiscard]] Error fault_error(std::string_view text, const std::string& source,
                                const TextFault& fault);

}  // namespace moccasin::io
