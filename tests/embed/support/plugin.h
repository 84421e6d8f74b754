// SPDX-License-Identifier: Apache-2.0
// What a plug-in of the tests shows its host. plugin.cc is built twice: with the static library in
// it, and needing the shared one.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

// Solves a training step of `operations` within `percent` of what lies between floor and peak.
// Writes the result's text into `text`, cut off at `capacity`; returns how long it is.
std::size_t moccasin_test_solve(std::size_t operations, std::int64_t percent, std::uint64_t work,
                                std::int32_t threads, char* text, std::size_t capacity);

// An address within moccasin::solve, as the plug-in calls it.
const void* moccasin_test_address();
}
