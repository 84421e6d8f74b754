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
  } else if (keys_.size() < kMost) {
    keys_.push_back({std::string(list), std::string(key), 1, index});
  } else {
    ++others_;
  }
}

}  // namespace moccasin::io
