// SPDX-License-Identifier: Apache-2.0
// Handles of the C door that free themselves, and a graph to try things on.
#pragma once

#include <memory>
#include <string>

#include "moccasin/arena.h"
#include "moccasin/moccasin.h"

namespace moccasin::testing {

struct FreeHandle {
  void operator()(moc_graph* handle) const { (void)moc_graph_free(handle); }
  void operator()(moc_options* handle) const { (void)moc_options_free(handle); }
  void operator()(moc_stop* handle) const { (void)moc_stop_free(handle); }
  void operator()(moc_result* handle) const { (void)moc_result_free(handle); }
  void operator()(moc_facts* handle) const { (void)moc_facts_free(handle); }
  void operator()(moc_evaluation* handle) const { (void)moc_evaluation_free(handle); }
  void operator()(moc_buffers* handle) const { (void)moc_buffers_free(handle); }
  void operator()(moc_placement* handle) const { (void)moc_placement_free(handle); }
  void operator()(moc_text* handle) const { (void)moc_text_free(handle); }
};
template <class H>
using Owned = std::unique_ptr<H, FreeHandle>;

// What `create` makes.
template <class H>
Owned<H> made(moc_rc (*create)(H**)) {
  H* handle = nullptr;
  (void)create(&handle);
  return Owned<H>(handle);
}

inline moc_op op_of(const char* name, std::int64_t duration) {
  moc_op op = {};
  op.struct_size = sizeof op;
  op.name = name;
  op.duration = duration;
  return op;
}

template <class Struct>
Struct sized() {
  Struct empty = {};
  empty.struct_size = sizeof empty;
  return empty;
}

// A forward and a backward chain of `layers` operations each, sizes 4, durations 10: gradient i
// reads activation i.
inline Owned<moc_graph> training_chain(std::uint32_t layers) {
  Owned<moc_graph> graph = made(moc_graph_create);
  for (std::uint32_t i = 0; i < 2 * layers; ++i) {
    const std::string name =
        i < layers ? "f" + std::to_string(i) : "b" + std::to_string(i - layers);
    const moc_op op = op_of(name.c_str(), 10);
    (void)moc_graph_add_node(graph.get(), &op, 4, nullptr);
  }
  for (std::uint32_t i = 0; i + 1 < 2 * layers; ++i) {
    (void)moc_graph_add_edge(graph.get(), i, i + 1);
  }
  for (std::uint32_t i = 0; i < layers; ++i) {
    (void)moc_graph_add_edge(graph.get(), layers - 1 - i, layers + i);
  }
  return graph;
}

// A budget that takes recomputation.
inline std::int64_t tight_budget(const moc_graph* graph) {
  moc_facts* facts = nullptr;
  (void)moc_describe(graph, &facts);
  const Owned<moc_facts> owned(facts);
  auto info = sized<moc_facts_info>();
  (void)moc_facts_get(facts, &info);
  return info.base_peak - 8;
}

// Options that give the same result on every machine.
inline Owned<moc_options> quick() {
  Owned<moc_options> options = made(moc_options_create);
  (void)moc_options_set_str(options.get(), "time-limit", "none");
  (void)moc_options_set_i64(options.get(), "work-limit", 200'000);
  return options;
}

inline moc_result_info info_of(const moc_result* result) {
  auto info = sized<moc_result_info>();
  (void)moc_result_get(result, &info);
  return info;
}

}  // namespace moccasin::testing
