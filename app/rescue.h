// SPDX-License-Identifier: Apache-2.0
// What could not be written where it was to go is put where it can be had: the work behind it may
// have taken hours.
#pragma once

#include <optional>
#include <string>

#include "io/output_file.h"

namespace moccasin::app {

// Something to be written.
struct Document {
  std::string what;    // "the result"
  std::string ending;  // of a file's name: ".json"
  io::OutputFile::Writer write;
};

// free: nothing else is printed there, or what is can go to standard error.
enum class StandardOutput { free, taken };

// Puts `document` on standard output, if that is free and somebody keeps it (a file or a pipe; it
// is taken then), else into a new file in the temporary folder, or in another that has room. Says
// where: "on standard output", "in /tmp/moccasin-x3Tbla.json"; nothing if there is no such place.
[[nodiscard]] std::optional<std::string> rescue(const Document& document,
                                                StandardOutput& standard_output);

// The second half of it: the name of the file.
[[nodiscard]] std::optional<std::string> put_in_new_file(const Document& document);

}  // namespace moccasin::app
