// SPDX-License-Identifier: Apache-2.0
// How a command's results get to where they are to go, and what is said on the way.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "app/exit_code.h"
#include "app/rescue.h"
#include "io/output_file.h"

namespace moccasin::app {

// As io::OutputFile::open.
[[nodiscard]] Outcome<io::OutputFile> open_output(const std::string& path);

class Delivery {
 public:
  using Warn = std::function<void(const std::string&)>;

  // `standard_output`: whether what cannot be written elsewhere may go there.
  Delivery(StandardOutput standard_output, Warn warn)
      : standard_output_(standard_output), warn_(std::move(warn)) {}

  // Writes it there, and says if it was not replaced though it was to be.
  [[nodiscard]] std::optional<io::Error> write(io::OutputFile& file,
                                               const Document& document) const;
  // After an error of write(): why, and where it is instead.
  [[nodiscard]] Failure put_elsewhere(const io::Error& error, const Document& document);
  // Both. A reader of standard output that is gone ends the process: it has what it wanted.
  [[nodiscard]] std::optional<Failure> deliver(io::OutputFile& file, const Document& document);

  // taken: something was put there that nothing should be mixed with.
  [[nodiscard]] StandardOutput standard_output() const { return standard_output_; }

 private:
  StandardOutput standard_output_;
  Warn warn_;
};

// Warns, before the work, of what is not as people expect it of a file.
void announce(const io::OutputFile& file, const Delivery::Warn& warn);

// A warning on standard error, for commands that have nothing else to show.
void warn_on_standard_error(const std::string& text);

}  // namespace moccasin::app
