// SPDX-License-Identifier: Apache-2.0
// Files that are whole or not there: written beside their place under a temporary name, then
// renamed over it. A kill at any moment leaves the old file or the new one.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "io/error.h"

namespace moccasin::io {

// Replaces `path` by what `write` puts out ("-": standard output, written through).
[[nodiscard]] std::optional<Error> replace_file(const std::string& path,
                                                const std::function<void(std::ostream&)>& write);

// Whether replace_file(path) could work: asked before hours of work. Leaves nothing behind.
[[nodiscard]] std::optional<Error> check_writable(const std::string& path);

}  // namespace moccasin::io
