// SPDX-License-Identifier: Apache-2.0
#include "api/c/graph.h"

#include <utility>
#include <vector>

#include "api/c/issues.h"
#include "api/c/struct_size.h"

namespace {

using moccasin::Graph;
using moccasin::c_door::Changing;
using moccasin::c_door::fail;
using moccasin::c_door::guarded;
using moccasin::c_door::Reading;

moccasin::Op to_op(const moc_op* op) {
  const moc_op given = moccasin::c_door::taken_from(op, "op");
  if (given.reserved != 0) {
    fail(MOC_E_UNSUPPORTED, {"op.reserved is not zero; a later library may know what it means"});
  }
  return {given.name == nullptr ? "" : given.name, given.duration, given.workspace,
          given.max_copies};
}

// `made` makes all of a change or fails; only then document and results are another graph's.
template <class Change>
moc_rc change(moc_graph* graph, const Change& made) {
  return guarded([&] {
    const Changing<moc_graph> use(graph, "graph");
    made(use->graph);
    use->document.reset();
    use->revision = moccasin::c_door::next_revision();
  });
}

void put(uint32_t* id, uint32_t value) {
  if (id != nullptr) *id = value;
}

}  // namespace

moc_rc moc_graph_create(moc_graph** out) { return moccasin::c_door::create_handle(out); }

moc_rc moc_graph_free(moc_graph* graph) { return moccasin::c_door::free_handle(graph, "graph"); }

moc_rc moc_graph_add_op(moc_graph* graph, const moc_op* op, uint32_t* id) {
  return change(graph, [&](Graph& g) { put(id, g.add_op(to_op(op))); });
}

moc_rc moc_graph_add_output(moc_graph* graph, uint32_t producer, int64_t size, uint32_t flags,
                            uint32_t* id) {
  return change(graph, [&](Graph& g) {
    if ((flags & ~std::uint32_t{MOC_TENSOR_RETAIN}) != 0) {
      fail(MOC_E_UNSUPPORTED, {"flags has a bit that this library does not know; leave it zero"});
    }
    const bool retain = (flags & MOC_TENSOR_RETAIN) != 0;
    put(id, g.add_output(producer, {size, retain}));
  });
}

moc_rc moc_graph_add_use(moc_graph* graph, uint32_t consumer, uint32_t tensor) {
  return change(graph, [&](Graph& g) { g.add_use(consumer, tensor); });
}

moc_rc moc_graph_add_node(moc_graph* graph, const moc_op* op, int64_t size, uint32_t* id) {
  return change(graph, [&](Graph& g) { put(id, g.add_node(to_op(op), size)); });
}

moc_rc moc_graph_add_edge(moc_graph* graph, uint32_t producer, uint32_t consumer) {
  return change(graph, [&](Graph& g) { g.add_edge(producer, consumer); });
}

moc_rc moc_graph_set_order(moc_graph* graph, const uint32_t* ops, size_t num_ops) {
  return change(graph, [&](Graph& g) {
    moccasin::c_door::require_array(ops, num_ops, "ops");
    g.set_order(std::vector<moccasin::OpId>(ops, ops + num_ops));
  });
}

moc_rc moc_graph_set_resident(moc_graph* graph, int64_t bytes) {
  return change(graph, [&](Graph& g) { g.set_resident(bytes); });
}

moc_rc moc_graph_size(const moc_graph* graph, size_t* num_ops, size_t* num_tensors) {
  return guarded([&] {
    const Reading<moc_graph> use(graph, "graph");
    if (num_ops != nullptr) *num_ops = use->graph.num_ops();
    if (num_tensors != nullptr) *num_tensors = use->graph.num_tensors();
  });
}

moc_rc moc_validate(const moc_graph* graph) {
  return guarded([&] {
    const Reading<moc_graph> use(graph, "graph");
    moccasin::c_door::fail_if_any(moccasin::validate(use->graph));
  });
}
