// SPDX-License-Identifier: Apache-2.0
// What a graph's durations and sizes count: {"duration": "us", "size": "byte"}.
#pragma once

#include "io/graph_file.h"
#include "io/json_checker.h"
#include "io/json_value.h"

namespace moccasin::io {

// Sets the units of `file`, which are words of a short list.
void read_units(JsonChecker& check, const JsonValue& value, GraphFile& file);

}  // namespace moccasin::io
