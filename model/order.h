// SPDX-License-Identifier: Apache-2.0
// Starting orders: topological orders to make a base order of, or to begin a search with. All are
// linear in operations + reads and deterministic.
#pragma once

#include <vector>

#include "model/graph.h"

namespace moccasin::model {

// Kahn's algorithm by generations: all sources in order of addition, then whatever they release,
// in the order released; the order of networkx's topological_sort, which published budgets of
// graphs without an order of their own are relative to. Shorter than the graph if it has a cycle.
[[nodiscard]] std::vector<OpIndex> generations_order(const Graph& graph);

// Operations in the order a depth-first walk against the reads finishes them: each operation as
// soon after its inputs as possible, sinks taken in base order.
[[nodiscard]] std::vector<OpIndex> depth_first_order(const Graph& graph);

// List schedule by memory growth: among the operations whose inputs exist, always the one after
// which least is live (ties: the earlier in base order). O((operations + reads) log operations).
[[nodiscard]] std::vector<OpIndex> memory_growth_order(const Graph& graph);

// The same against time: of the operations whose readers all have their places at the end, always
// the one before which least is live (ties: the later in base order) goes before them.
[[nodiscard]] std::vector<OpIndex> backward_memory_growth_order(const Graph& graph);

// A cycle of the reads, each operation reading from the one before it and the first from the
// last; empty if there is none.
[[nodiscard]] std::vector<OpIndex> find_cycle(const Graph& graph);

}  // namespace moccasin::model
