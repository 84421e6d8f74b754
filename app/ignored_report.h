// SPDX-License-Identifier: Apache-2.0
// Attributes of a graph file that have no meaning here, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "io/ignored_keys.h"

namespace moccasin::app {

// A line each: "nodes[].color, 12 times, first in nodes[3]"; empty if nothing is ignored.
[[nodiscard]] std::vector<std::string> ignored_lines(const io::IgnoredKeys& ignored);

// [{"key": "nodes[].color", "count": 12, "first": "nodes[3]"}]; what there was no place for is
// counted in a last object without a key.
[[nodiscard]] std::string ignored_json(const io::IgnoredKeys& ignored);

// Those that are likely to be meant for keys with a meaning, a line each:
// "nodes[].max_copy is ignored; did you mean nodes[].max_copies?"
[[nodiscard]] std::vector<std::string> near_misses(const io::IgnoredKeys& ignored);

}  // namespace moccasin::app
