// SPDX-License-Identifier: Apache-2.0
#include "app/completable.h"

#include <algorithm>
#include <array>

#include "base/joined.h"
#include "base/printable.h"
#include "base/suggest.h"

namespace moccasin::app {
namespace {

constexpr std::array<std::string_view, 4> kFiles = {"FILE", "GRAPH", "SCHEDULE", "CERTIFICATE"};

Completable completable(std::string_view name, std::string_view words) {
  Completable result;
  result.files = std::find(kFiles.begin(), kFiles.end(), name) != kFiles.end();
  result.folders = name == "FOLDER";
  if (words.find('|') != std::string_view::npos) result.words = choices(words);
  if (name == "COMMAND") {
    for (const CommandRow& command : commands()) result.words.push_back(command.name);
  }
  return result;
}

}  // namespace

Completable completable(const OptionRow& row) { return completable(row.argument, row.argument); }

Completable completable(const PositionalRow& row) { return completable(row.name, row.choices); }

std::vector<std::string_view> choices(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t end = text.find('|');
    words.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return words;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> option_forms(const OptionRow& row) {
  std::vector<std::string> forms;
  if (row.letter != 0) forms.push_back(std::string("-") + row.letter);
  forms.push_back("--" + std::string(row.name));
  return forms;
}

std::string_view first_clause(std::string_view help) { return help.substr(0, help.find("; ")); }

Failure unknown_choice(std::string_view what, const std::string& word,
                       const std::vector<std::string_view>& choices) {
  return {ExitCode::usage,
          "unknown " + std::string(what) + " '" + base::short_name(word) + "'; " +
              base::suggestion(word, choices, "there are " + base::joined(choices, ", "))};
}

}  // namespace moccasin::app
