// SPDX-License-Identifier: Apache-2.0
// The page of plot/page/, with its style and its scripts in it, around the place of the data.
#pragma once

#include <span>
#include <string_view>

namespace moccasin::plot {

[[nodiscard]] std::string_view page_before_data();
// Part by part, to be written one behind the other.
[[nodiscard]] std::span<const std::string_view> page_after_data();

}  // namespace moccasin::plot
