// SPDX-License-Identifier: Apache-2.0
// Parts that several kinds of documents have in common: a schedule, a plan, a curve.
#pragma once

#include <cstdint>
#include <optional>

#include "io/graph_file.h"
#include "io/text_writer.h"
#include "model/problem.h"

namespace moccasin::io {

// (value - base) / base; nothing if that is no number.
[[nodiscard]] std::optional<double> excess(std::int64_t value, std::int64_t base);

// {"name":...,"fingerprint":...,"nodes":...,"edges":...}
void write_graph_facts(TextWriter& out, const GraphFile& graph);

// {"max_copies":...,"order":...}; max_copies 0 is any number, null.
void write_scope(TextWriter& out, model::Order order, std::int32_t max_copies);

}  // namespace moccasin::io
