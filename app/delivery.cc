// SPDX-License-Identifier: Apache-2.0
#include "app/delivery.h"

#include <iostream>
#include <utility>

#include "app/inputs.h"
#include "base/printable.h"

namespace moccasin::app {

Outcome<io::OutputFile> open_output(const std::string& path) {
  auto opened = io::OutputFile::open(path);
  if (const auto* const error = std::get_if<io::Error>(&opened)) return failure_of(*error);
  return std::get<io::OutputFile>(std::move(opened));
}

void Delivery::announce(const io::OutputFile& file) const {
  if (file.way() != io::OutputFile::Way::in_place) return;
  warn_(file.path() + ": will be written in place, once, at the end: " + file.why_in_place());
}

std::optional<io::Error> Delivery::write(io::OutputFile& file, const Document& document) const {
  auto error = file.write(document.write);
  const bool was_to_be_replaced = file.way() == io::OutputFile::Way::replaced;
  if (!error && was_to_be_replaced && !file.why_in_place().empty()) {
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
  return put_elsewhere(*error, document);
}

void warn_on_standard_error(const std::string& text) {
  std::cerr << "moccasin: warning: " << base::printable(text) << '\n';
}

}  // namespace moccasin::app
