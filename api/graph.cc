// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "api/graph_impl.h"

namespace moccasin {
inline namespace v0 {

void Graph::Impl::thaw() {
  const model::Graph& graph = *built;
  Impl thawed;  // all of it or, where memory runs out, nothing
  for (const model::OpIndex op : graph.operations()) {
    thawed.builder.add_operation(graph.operation(op));
  }
  thawed.first_output.assign(graph.num_operations(), kNoOutput);
  for (const model::TensorIndex t : graph.tensors()) {
    const model::Tensor& tensor = graph.tensor(t);
    thawed.builder.add_output(tensor.producer, tensor.size, tensor.retain);
    TensorId& first = thawed.first_output[tensor.producer.value()];
    if (first == kNoOutput) first = t.value();
  }
  for (const model::OpIndex op : graph.operations()) {
    for (const model::TensorIndex t : graph.inputs(op)) thawed.builder.add_read(op, t);
  }
  thawed.builder.set_base_order({graph.base_order().begin(), graph.base_order().end()});
  thawed.builder.set_resident(graph.resident());
  *this = std::move(thawed);
}

Graph::Graph() = default;
Graph::Graph(const Graph& other)
    : impl_(other.impl_ ? std::make_unique<Impl>(*other.impl_) : nullptr) {}
Graph::Graph(Graph&&) noexcept = default;
Graph& Graph::operator=(Graph other) noexcept {
  impl_.swap(other.impl_);
  return *this;
}
Graph::~Graph() = default;

Graph::Impl& Graph::Impl::changing(Graph& graph) {
  if (!graph.impl_) graph.impl_ = std::make_unique<Impl>();
  if (graph.impl_->built) graph.impl_->thaw();
  return *graph.impl_;
}

OpId Graph::add_op(Op op) {
  Impl& impl = Impl::changing(*this);
  impl.first_output.push_back(Impl::kNoOutput);
  return impl.builder.add_operation({std::move(op.name), op.duration, op.workspace, op.max_copies})
      .value();
}

TensorId Graph::add_output(OpId producer, Tensor tensor) {
  Impl& impl = Impl::changing(*this);
  const TensorId id = impl.builder
                          .add_output(model::OpIndex(producer), tensor.size,
                                      tensor.retain ? model::Retain::yes : model::Retain::no)
                          .value();
  if (producer < impl.first_output.size() && impl.first_output[producer] == Impl::kNoOutput) {
    impl.first_output[producer] = id;
  }
  return id;
}

void Graph::add_use(OpId consumer, TensorId tensor) {
  Impl::changing(*this).builder.add_read(model::OpIndex(consumer), model::TensorIndex(tensor));
}

OpId Graph::add_node(Op op, std::int64_t size) {
  Impl::changing(*this)
      .builder.make_room_for_output();  // an operation without it would be half a node
  const OpId id = add_op(std::move(op));
  add_output(id, {size, false});
  return id;
}

void Graph::add_edge(OpId producer, OpId consumer) {
  Impl& impl = Impl::changing(*this);
  const bool exists = producer < impl.first_output.size();
  add_use(consumer, exists ? impl.first_output[producer] : Impl::kNoOutput);
}

void Graph::set_order(std::vector<OpId> order) {
  std::vector<model::OpIndex> base_order;
  base_order.reserve(order.size());
  for (const OpId op : order) base_order.emplace_back(op);
  Impl::changing(*this).builder.set_base_order(std::move(base_order));
}

void Graph::set_resident(std::int64_t bytes) { Impl::changing(*this).builder.set_resident(bytes); }

std::size_t Graph::num_ops() const noexcept {
  if (!impl_) return 0;
  return impl_->built ? impl_->built->num_operations() : impl_->builder.num_operations();
}

std::size_t Graph::num_tensors() const noexcept {
  if (!impl_) return 0;
  return impl_->built ? impl_->built->num_tensors() : impl_->builder.num_tensors();
}

}  // namespace v0
}  // namespace moccasin
