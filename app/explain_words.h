// SPDX-License-Identifier: Apache-2.0
// The words that tables and sentences of `moccasin explain` have in common.
#pragma once

#include <cstdint>
#include <string>

#include "app/explain_case.h"

namespace moccasin::app {

// `text`, which is UTF-8, in `width` columns, filled up with spaces. A name too long for its column
// loses its middle: beginnings and numbers tell names apart.
[[nodiscard]] std::string left(const std::string& text, std::size_t width);

[[nodiscard]] std::string share_of(std::int64_t part, std::int64_t whole);

[[nodiscard]] std::string step_text(std::size_t step);

// How much longer than this schedule one of `duration` takes, of the base duration: "+0.21 %".
[[nodiscard]] std::string added_text(const ExplainCase& explained, std::int64_t duration);

// "+0.21 %, itself again", or why not; ", peak stays" or ", peak rises" where the drop is for
// nothing, as another step holds the peak or what runs again does.
[[nodiscard]] std::string drop_text(const ExplainCase& explained, const ExplainedBuffer& one);

[[nodiscard]] std::string buffer_text(const ExplainCase& explained,
                                      const explain::LiveBuffer& buffer);

// The run that is this step: "conv", "conv#1" for the second of that operation.
[[nodiscard]] std::string run_text(const ExplainCase& explained, std::size_t step);

// What is explained: "base order", "schedule", or "near miss" where its file has no result.
[[nodiscard]] std::string subject_of(const ExplainCase& explained);

}  // namespace moccasin::app
