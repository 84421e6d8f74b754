// SPDX-License-Identifier: Apache-2.0
#include "model/fingerprint.h"

namespace moccasin::model {
namespace {

class Fnv1a {
 public:
  void add(std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte) mix(static_cast<unsigned char>(value >> (8 * byte)));
  }
  void add(const std::string& text) {
    add(text.size());
    for (const char c : text) mix(static_cast<unsigned char>(c));
  }
  [[nodiscard]] std::uint64_t hash() const { return hash_; }

 private:
  void mix(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001b3u; }
  std::uint64_t hash_ = 0xcbf29ce484222325u;
};

}  // namespace

std::uint64_t fingerprint(const Graph& graph) {
  Fnv1a hash;
  hash.add(graph.num_operations());
  hash.add(static_cast<std::uint64_t>(graph.resident()));
  // A tensor is known by its producer and its place among the producer's outputs: files number
  // tensors in no other way.
  base::IndexedVector<TensorIndex, std::uint64_t> place(graph.num_tensors());
  for (const OpIndex op : graph.operations()) {
    for (std::size_t i = 0; i < graph.outputs(op).size(); ++i) place[graph.outputs(op)[i]] = i;
  }
  for (const OpIndex op : graph.operations()) {
    const Operation& operation = graph.operation(op);
    hash.add(operation.name);
    hash.add(static_cast<std::uint64_t>(operation.duration));
    hash.add(static_cast<std::uint64_t>(operation.workspace));
    hash.add(static_cast<std::uint64_t>(operation.max_copies));
    hash.add(graph.outputs(op).size());
    for (const TensorIndex tensor : graph.outputs(op)) {
      hash.add(static_cast<std::uint64_t>(graph.tensor(tensor).size));
      hash.add(graph.tensor(tensor).retain == Retain::yes ? 1u : 0u);
    }
    hash.add(graph.inputs(op).size());
    for (const TensorIndex tensor : graph.inputs(op)) {
      hash.add(graph.tensor(tensor).producer.value());
      hash.add(place[tensor]);
    }
  }
  for (const OpIndex op : graph.base_order()) hash.add(op.value());
  return hash.hash();
}

}  // namespace moccasin::model
