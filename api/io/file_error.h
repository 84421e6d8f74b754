// SPDX-License-Identifier: Apache-2.0
// Errors of the inside as those of the door.
#pragma once

#include <optional>
#include <string>

#include "io/error.h"
#include "moccasin/io.hpp"

namespace moccasin {
inline namespace v0 {

// Of an error of "./-", which the inside reads and writes where the caller says "-".
void drop_folder(io::Error& error);

[[nodiscard]] FileError to_public(const io::Error& error);
[[nodiscard]] std::optional<FileError> to_public(const std::optional<io::Error>& error);

// What is wrong with what is to be written to `name`: its content.
[[nodiscard]] FileError content_error(const std::string& name, const std::string& message);

}  // namespace v0
}  // namespace moccasin
