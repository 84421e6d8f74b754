// SPDX-License-Identifier: Apache-2.0
#include "app/ignored_report.h"

#include <cstdint>

#include "app/json_text.h"
#include "app/render_amount.h"
#include "base/printable.h"
#include "io/known_key.h"

namespace moccasin::app {
namespace {

using io::IgnoredKey;

std::string place_of(const IgnoredKey& ignored) {
  return ignored.list.empty() ? ignored.key : ignored.list + "[]." + ignored.key;
}

std::string first_of(const IgnoredKey& ignored) {
  return ignored.list + "[" + std::to_string(ignored.first) + "]";
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
    const io::KnownKey* const known = io::meant_by(one.list, one.key);
    if (known == nullptr) continue;
    const std::string meant = known->list.empty() ? "" : std::string(known->list) + "[].";
    lines.push_back(base::short_name(place_of(one)) + " is ignored; did you mean " + meant +
                    std::string(known->key) + "?");
  }
  return lines;
}

}  // namespace moccasin::app
