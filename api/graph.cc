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

TensorId Graph::Impl::first_output_of(OpId producer) const {
  if (producer < builder.num_operations()) return first_output[producer];
  const auto early = early_output.find(producer);
  return early == early_output.end() ? kNoOutput : early->second;
}

OpId Graph::add_op(Op op) {
  Impl& impl = Impl::changing(*this);
  const auto id = static_cast<OpId>(impl.builder.num_operations());
  const TensorId first = impl.first_output_of(id);
  impl.first_output.resize(id + std::size_t{1}, TensorId{Impl::kNoOutput});  // no symbol
  impl.first_output[id] = first;
  return impl.builder.add_operation({std::move(op.name), op.duration, op.workspace, op.max_copies})
      .value();
}

TensorId Graph::add_output(OpId producer, Tensor tensor) {
  Impl& impl = Impl::changing(*this);
  impl.builder.make_room_for_output();  // what is recorded of it is not to be taken back
  const auto id = static_cast<TensorId>(impl.builder.num_tensors());
  if (impl.first_output_of(producer) == Impl::kNoOutput) {
    if (producer < impl.builder.num_operations()) {
      impl.first_output[producer] = id;
    } else {
      impl.early_output.emplace(producer, id);
    }
  }
  impl.builder.add_output(model::OpIndex(producer), tensor.size,
                          tensor.retain ? model::Retain::yes : model::Retain::no);
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
  add_use(consumer, Impl::changing(*this).first_output_of(producer));
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
