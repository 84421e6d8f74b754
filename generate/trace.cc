// SPDX-License-Identifier: Apache-2.0
#include "generate/trace.h"

#include <algorithm>
#include <utility>

#include "generate/built.h"
#include "model/graph_builder.h"

namespace moccasin::generate {
namespace {

constexpr std::int64_t kLaunch = 4000;      // ns
constexpr std::int64_t kRate = 60'000;      // floating-point operations a ns
constexpr std::int64_t kBandwidth = 2'000;  // bytes a ns

}  // namespace

model::TensorIndex Trace::run(Kernel kernel) {
  std::int64_t moved = 0;
  for (const model::TensorIndex tensor : kernel.reads) moved += sizes_[tensor];
  for (const Written& written : kernel.writes) moved += written.size;
  const std::int64_t time = kLaunch + std::max(kernel.arithmetic / kRate, moved / kBandwidth);

  const model::OpIndex op =
      builder_.add_operation({.name = std::move(kernel.name),
                              .duration = time / 100 * random_.between(95, 105),
                              .workspace = kernel.workspace,
                              .max_copies = kernel.rerun == Rerun::once ? 1 : 0});
  for (const model::TensorIndex tensor : kernel.reads) builder_.add_read(op, tensor);
  const model::TensorIndex first(sizes_.size());
  for (const Written& written : kernel.writes) {
    builder_.add_output(op, written.size, written.retain);
    sizes_.push_back(written.size);
  }
  return first;
}

model::Graph Trace::finish() {
  std::vector<model::OpIndex> order;
  order.reserve(builder_.num_operations());
  for (std::size_t i = 0; i < builder_.num_operations(); ++i) order.emplace_back(i);
  builder_.set_base_order(std::move(order));
  builder_.set_resident(resident_);
  return built(builder_);
}

}  // namespace moccasin::generate
