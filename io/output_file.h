// SPDX-License-Identifier: Apache-2.0
// Files that are whole or not there: written beside their place under a temporary name, then
// renamed over it. A kill at any moment leaves the old file or the new one.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>

#include "io/error.h"

namespace moccasin::io {

// Keeps a pipe open for writing: its reader would take a close for the end.
class OutputHold {
 public:
  OutputHold() = default;
  explicit OutputHold(int file) : file_(file) {}
  OutputHold(OutputHold&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  OutputHold& operator=(OutputHold&& other) noexcept;
  ~OutputHold();

 private:
  int file_ = -1;  // -1: nothing is held
};

// Replaces `path` by what `write` puts out. Standard output ("-"), devices and pipes are written
// through; a pipe without a reader is an error.
[[nodiscard]] std::optional<Error> replace_file(const std::string& path,
                                                const std::function<void(std::ostream&)>& write);

// Whether replace_file(path) renames a new file over an old one, so that it may be called again
// and again. What is written through is to be written once.
[[nodiscard]] bool is_replaced(const std::string& path);

// Whether replace_file(path) could work: asked before hours of work. Leaves nothing behind; a pipe
// or device stays open in `hold`, to be kept until the file is written.
[[nodiscard]] std::optional<Error> check_writable(const std::string& path, OutputHold& hold);

}  // namespace moccasin::io
