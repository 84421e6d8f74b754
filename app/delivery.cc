// SPDX-License-Identifier: Apache-2.0
#include "app/delivery.h"

#include <unistd.h>

#include <iostream>
#include <utility>

#include "app/broken_pipe.h"
#include "base/printable.h"

namespace moccasin::app {

Outcome<io::OutputFile> open_output(const std::string& path) {
  auto opened = io::OutputFile::open(path);
  if (const auto* const error = std::get_if<io::Error>(&opened)) return failure_of(*error);
  return std::get<io::OutputFile>(std::move(opened));
}

void announce(const io::OutputFile& file, const Delivery::Warn& warn) {
  if (file.way() != io::OutputFile::Way::in_place) return;
  warn(file.path() + ": will be written in place, once, at the end: " + file.why_in_place());
}

std::optional<io::Error> Delivery::write(io::OutputFile& file, const Document& document) const {
  const io::OutputFile::Way before = file.way();
  auto error = file.write(document.write);
  if (!error && file.way() != before) {
    warn_(file.path() + ": was written in place: " + file.why_in_place());
  }
  return error;
}

Failure Delivery::put_elsewhere(const io::Error& error, const Document& document) {
  Failure failure = failure_of(error);
  const auto place = rescue(document, standard_output_);
  failure.message += "; " + document.what +
                     (place ? " is " + *place + " instead" : " could not be put elsewhere either");
  return failure;
}

std::optional<Failure> Delivery::deliver(io::OutputFile& file, const Document& document) {
  const auto error = write(file, document);
  if (!error) return std::nullopt;
  if (file.is_standard_output() && reader_is_gone(STDOUT_FILENO)) end_by_broken_pipe();
  return put_elsewhere(*error, document);
}

void warn_on_standard_error(const std::string& text) {
  std::cerr << "moccasin: warning: " << base::printable(text) << '\n';
}

}  // namespace moccasin::app
