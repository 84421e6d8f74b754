// SPDX-License-Identifier: Apache-2.0
#include "io/known_key.h"

#include <cctype>
#include <cstddef>
#include <string>

#include "base/edit_distance.h"

namespace moccasin::io {
namespace {

// The letters of a word, small, in the singular: "maxCopies", "max-copy" and "max_copies" are one.
std::string plain(std::string_view word) {
  std::string letters;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte)) letters += static_cast<char>(std::tolower(byte));
  }
  if (letters.ends_with("ies")) return letters.substr(0, letters.size() - 3) + "y";
  if (letters.ends_with("s")) letters.pop_back();
  return letters;
}

// Whether plain words are. Lengths alone tell most apart, as a file may have many to ask about.
bool alike(const std::string& word, const std::string& known) {
  const std::size_t allowed = known.size() < 5 ? 0 : known.size() < 8 ? 1 : 2;
  if (word.size() > known.size() + allowed || known.size() > word.size() + allowed) return false;
  return base::edit_distance(word, known) <= allowed;
}

}  // namespace

const KnownKey* meant_by(std::string_view list, std::string_view key) {
  constexpr std::size_t kLongest = 24;  // letters; no known key is as long
  if (list == "edges") list = "links";
  if (list.empty()) key.remove_prefix(key.find('.') + 1);  // npos + 1 is 0
  const std::string word = plain(key.substr(0, kLongest));
  for (const KnownKey& known : kKnownKeys) {
    if (known.list == list && known.key == key) return nullptr;
    if ((known.list == list || known.unmistakable) && alike(word, plain(known.key))) return &known;
  }
  return nullptr;
}

}  // namespace moccasin::io
