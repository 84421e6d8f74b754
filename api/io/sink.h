// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "io/output_file.h"
#include "moccasin/io.hpp"

namespace moccasin {
inline namespace v0 {

// Puts what `writer` writes where `sink` says.
[[nodiscard]] std::optional<FileError> put(const Sink& sink, const io::OutputFile::Writer& writer);

}  // namespace v0
}  // namespace moccasin
