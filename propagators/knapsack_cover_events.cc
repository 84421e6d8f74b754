// SPDX-License-Identifier: Apache-2.0
// KnapsackCover: the events it looks at. Those where most would be live if nothing were dropped.
#include <algorithm>

#include "propagators/knapsack_cover.h"

namespace moccasin::propagators {

using engine::Domains;

namespace {

// Events looked at, and the items of all of them for each run: more infer more and make every call
// longer. They have not been measured by themselves.
constexpr std::size_t kMostKnapsacks = 64, kItemsPerRun = 16;

}  // namespace

void KnapsackCover::choose_knapsacks(const Domains& root) {
  const auto stages = static_cast<std::size_t>(model_.grid.stages);
  // The last stage in which the first run of a reader needs a tensor, by its first retention.
  std::vector<Value> needed_until(model_.retentions.size());
  for (const RetentionIndex index : model_.retentions.indices()) {
    needed_until[index.value()] = model_.grid.stage(root.lower(model_.retentions[index].end));
  }
  for (const Read& read : model_.reads) {
    const Run& reader = model_.runs[read.reader];
    if (read.reader != model_.first_run(reader.position)) continue;
    Value& until = needed_until[model_.copies[read.copies][0].value()];
    until = std::max(until, reader.position);
  }
  std::vector<std::int64_t> change(stages + 1, 0), level(stages, 0);
  for (std::size_t tensor = 0; tensor < model_.num_copies; ++tensor) {
    const RetentionIndex first = model_.copies[CopiesIndex(tensor)][0];
    const Retention& retention = model_.retentions[first];
    change[static_cast<std::size_t>(model_.runs[retention.run].position)] += retention.size;
    change[static_cast<std::size_t>(needed_until[first.value()]) + 1] -= retention.size;
  }
  std::vector<Value> high;
  for (std::size_t s = 0; s < stages; ++s) {
    level[s] = change[s] + (s > 0 ? level[s - 1] : 0);
    const std::int64_t here =
        level[s] + model_.runs[model_.first_run(static_cast<Value>(s))].transient;
    if (here > model_.budget) high.push_back(static_cast<Value>(s));
  }
  std::stable_sort(high.begin(), high.end(), [&](Value a, Value b) {
    return level[static_cast<std::size_t>(a)] > level[static_cast<std::size_t>(b)];
  });
  std::size_t items = 0;
  for (const Value stage : high) {
    if (knapsacks_.size() == kMostKnapsacks || items > kItemsPerRun * model_.runs.size()) break;
    knapsacks_.push_back(make_knapsack(stage, needed_until));
    items += knapsacks_.back().items.size();
  }
}

KnapsackCover::Knapsack KnapsackCover::make_knapsack(Value stage,
                                                     const std::vector<Value>& needed_until) const {
  Knapsack knapsack;
  knapsack.stage = stage;
  for (const Read& read : model_.reads) {
    if (read.reader == model_.first_run(stage)) knapsack.granted.push_back(read.copies);
  }
  for (const CopiesIndex tensor : knapsack.granted) {
    knapsack.granted_size += model_.retentions[model_.copies[tensor][0]].size;
  }
  const auto is_granted = [&](RetentionIndex retention) {
    return std::any_of(knapsack.granted.begin(), knapsack.granted.end(),
                       [&](CopiesIndex tensor) { return model_.copies[tensor][0] == retention; });
  };
  for (Value position = 0; position < stage; ++position) {
    const RunIndex run = model_.first_run(position);
    const RunIndex copy = model_.runs[run].next_copy;
    if (!copy.valid()) continue;
    Item item{copy, model_.runs[copy].duration, 0, {}};
    const std::uint32_t end = model_.retention_begin[RunIndex(run.value() + 1)];
    for (std::uint32_t i = model_.retention_begin[run]; i < end; ++i) {
      if (needed_until[i] <= stage || is_granted(RetentionIndex(i))) continue;
      item.tensors.emplace_back(i);
      item.weight += model_.retentions[RetentionIndex(i)].size;
    }
    if (item.weight == 0) continue;
    knapsack.weight += item.weight;
    knapsack.items.push_back(std::move(item));
  }
  std::stable_sort(knapsack.items.begin(), knapsack.items.end(), [](const Item& a, const Item& b) {
    return Wide{a.cost} * b.weight < Wide{b.cost} * a.weight;
  });
  return knapsack;
}

}  // namespace moccasin::propagators
