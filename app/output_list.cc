// SPDX-License-Identifier: Apache-2.0
#include "app/output_list.h"

#include <algorithm>

namespace moccasin::app {

Outcome<std::vector<NamedOutput>> open_all(
    const std::vector<std::pair<std::string, Document>>& wanted) {
  std::vector<NamedOutput> outputs;
  for (const auto& [path, document] : wanted) {
    if (path.empty()) continue;
    auto opened = open_output(path);
    if (auto* const failure = std::get_if<Failure>(&opened)) return std::move(*failure);
    outputs.push_back({std::get<io::OutputFile>(std::move(opened)), document});
  }
  return outputs;
}

bool takes_standard_output(const std::vector<NamedOutput>& outputs) {
  return std::any_of(outputs.begin(), outputs.end(),
                     [](const NamedOutput& output) { return output.file.is_standard_output(); });
}

void Delivered::note(std::optional<Failure> one, std::string line, Console& console) {
  if (!one) {
    if (!line.empty()) written.push_back(std::move(line));
  } else if (failure) {
    console.warn(one->message);
  } else {
    failure = std::move(one);
  }
}

void deliver_all(std::vector<NamedOutput>& outputs, Delivery& delivery, Console& console,
                 Delivered& delivered) {
  constexpr std::size_t kArticle = 4;  // "the "
  for (NamedOutput& output : outputs) {
    auto failure = delivery.deliver(output.file, output.document);
    std::string line;
    if (!output.file.is_standard_output()) {
      line = output.document.what.substr(kArticle) + " written to " + output.file.path();
    }
    delivered.note(std::move(failure), std::move(line), console);
  }
}

}  // namespace moccasin::app
