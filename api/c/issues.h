// SPDX-License-Identifier: Apache-2.0
// Issues of the C++ door as those of the C door.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "moccasin/moccasin.h"
#include "moccasin/moccasin.hpp"

namespace moccasin::c_door {

// What the first is about: MOC_E_INVALID_OPTION, _SCHEDULE, _PLACEMENT or _GRAPH. Pre-condition:
// there is one.
[[nodiscard]] moc_rc code_of(const std::vector<Issue>& issues);

// Fails with the first of them if there is one.
void fail_if_any(const std::vector<Issue>& issues);

// The i-th into the caller's struct.
void write_issue(const std::vector<Issue>& issues, std::size_t i, moc_issue* issue);

// Fails unless i < count.
void require_index(std::size_t i, std::size_t count, std::string_view things);

}  // namespace moccasin::c_door
