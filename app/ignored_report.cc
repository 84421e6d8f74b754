// SPDX-License-Identifier: Apache-2.0
#include "app/ignored_report.h"

#include <array>
#include <cctype>
#include <cstdint>
#include <string_view>

#include "app/json_text.h"
#include "app/render_amount.h"
#include "app/suggest.h"
#include "base/printable.h"

namespace moccasin::app {
namespace {

using io::IgnoredKey;

std::string place_of(const IgnoredKey& ignored) {
  return ignored.list.empty() ? ignored.key : ignored.list + "[]." + ignored.key;
}

std::string first_of(const IgnoredKey& ignored) {
  return ignored.list + "[" + std::to_string(ignored.first) + "]";
}

// A key that changes the problem, and where it does.
struct Known {
  std::string_view list;  // as in IgnoredKey; "links" also of "edges"
  std::string_view key;
  bool unmistakable = false;  // nobody has it elsewhere for another purpose
};
constexpr std::array<Known, 8> kKnown = {{{"nodes", "max_copies", true},
                                          {"nodes", "workspace", true},
                                          {"nodes", "retain", true},
                                          {"nodes", "outputs"},
                                          {"links", "output"},
                                          {"", "resident", true},
                                          {"", "alignment"},
                                          {"", "order"}}};

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

bool alike(std::string_view a, std::string_view b) {
  constexpr std::size_t kLongest = 24;  // letters; no known key is as long
  const std::string first = plain(a.substr(0, kLongest)), second = plain(b);
  const std::size_t allowed = second.size() < 5 ? 0 : second.size() < 8 ? 1 : 2;
  return edit_distance(first, second) <= allowed;
}

const Known* meant_by(const IgnoredKey& ignored) {
  const std::string_view list = ignored.list == "edges" ? "links" : std::string_view(ignored.list);
  const std::size_t dot = ignored.list.empty() ? ignored.key.find('.') : std::string::npos;
  const std::string_view key = std::string_view(ignored.key).substr(dot + 1);  // npos + 1 is 0
  for (const Known& known : kKnown) {
    if ((known.list == list || known.unmistakable) && alike(key, known.key)) return &known;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> ignored_lines(const io::IgnoredKeys& ignored) {
  std::vector<std::string> lines;
  for (const IgnoredKey& one : ignored.keys()) {
    lines.push_back(base::short_name(place_of(one)));
    if (one.list.empty()) continue;
    const auto count = static_cast<std::int64_t>(one.count);
    lines.back() +=
        (count == 1 ? ", once, in " : ", " + grouped(count) + " times, first in ") + first_of(one);
  }
  if (ignored.others() > 0) {
    lines.push_back("and others, " + counted(static_cast<std::int64_t>(ignored.others()), "time"));
  }
  return lines;
}

std::string ignored_json(const io::IgnoredKeys& ignored) {
  std::string text = "[";
  const auto add = [&text](const JsonObject& object) {
    text += (text.size() > 1 ? ", " : "") + object.text();
  };
  for (const IgnoredKey& one : ignored.keys()) {
    JsonObject object;
    object.add("key", place_of(one)).add("count", one.count);
    if (!one.list.empty()) object.add("first", first_of(one));
    add(object);
  }
  if (ignored.others() > 0) add(JsonObject().add("count", ignored.others()));
  return text + "]";
}

std::vector<std::string> near_misses(const io::IgnoredKeys& ignored) {
  std::vector<std::string> lines;
  for (const IgnoredKey& one : ignored.keys()) {
    const Known* const known = meant_by(one);
    if (known == nullptr) continue;
    const std::string meant = known->list.empty() ? "" : std::string(known->list) + "[].";
    lines.push_back(base::short_name(place_of(one)) + " is ignored; did you mean " + meant +
                    std::string(known->key) + "?");
  }
  return lines;
}

}  // namespace moccasin::app
