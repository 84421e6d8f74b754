// SPDX-License-Identifier: Apache-2.0
#include "io/ignored_keys.h"

#include <algorithm>

namespace moccasin::io {

void IgnoredKeys::add(std::string_view list, std::size_t index, std::string_view key) {
  const auto same = [&](const IgnoredKey& ignored) {
    return ignored.key == key && ignored.list == list;
  };
  const auto known = std::find_if(keys_.begin(), keys_.end(), same);
  if (known != keys_.end()) {
    ++known->count;
  } else if (has_place(list, key)) {
    keys_.push_back({std::string(list), std::string(key), 1, index});
  } else {
    ++others_;
  }
}

bool IgnoredKeys::has_place(std::string_view list, std::string_view key) {
  if (keys_.size() < kMost) return true;
  const KnownKey* const meant = meant_by(list, key);
  if (meant == nullptr) return false;
  std::size_t& kept = alike_[static_cast<std::size_t>(meant - kKnownKeys.data())];
  if (kept == kMostAlike) return false;
  ++kept;
  return true;
}

}  // namespace moccasin::io
