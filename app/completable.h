// SPDX-License-Identifier: Apache-2.0
// What a shell can offer for a word of the command line, by the option table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/exit_code.h"
#include "app/option_table.h"

namespace moccasin::app {

// Files, folders, or these words; none of them: nobody can guess.
struct Completable {
  bool files = false, folders = false;
  std::vector<std::string_view> words;

  bool operator==(const Completable&) const = default;
};

// "FILE" is a file, and so is "GRAPH"; "FOLDER" is a folder; "kept|free" are two words. Of a switch
// nothing.
[[nodiscard]] Completable completable(const OptionRow& row);
[[nodiscard]] Completable completable(const PositionalRow& row);

// The parts of "bash|zsh|fish".
[[nodiscard]] std::vector<std::string_view> choices(std::string_view text);

// "-b", "--budget": the forms of an option.
[[nodiscard]] std::vector<std::string> option_forms(const OptionRow& row);

// The first clause of a help text, which is all that a list of options has room for.
[[nodiscard]] std::string_view first_clause(std::string_view help);

// `what` is "kind": that `word` is no such thing, and what there is instead.
[[nodiscard]] Failure unknown_choice(std::string_view what, const std::string& word,
                                     const std::vector<std::string_view>& choices);

}  // namespace moccasin::app
