// SPDX-License-Identifier: Apache-2.0
#include "tests/support/naive_profile.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace moccasin::test {
namespace {

using model::Graph;
using model::OpIndex;
using model::Schedule;
using model::TensorIndex;

// A tensor as written by the run of its producer at step `written`.
struct Buffer {
  TensorIndex tensor;
  std::size_t written = 0;
  friend bool operator==(const Buffer&, const Buffer&) = default;
};

// The last step before `end` that runs `op`.
std::size_t last_run_before(const Schedule& schedule, OpIndex op, std::size_t end) {
  while (schedule.steps[--end] != op) continue;
  return end;
}

// By step: the buffers it reads, a read taking the most recent copy.
std::vector<std::vector<Buffer>> buffers_read(const Graph& graph, const Schedule& schedule) {
  std::vector<std::vector<Buffer>> result(schedule.steps.size());
  for (std::size_t step = 0; step < schedule.steps.size(); ++step) {
    for (const TensorIndex tensor : graph.inputs(schedule.steps[step])) {
      const OpIndex producer = graph.tensor(tensor).producer;
      result[step].push_back({tensor, last_run_before(schedule, producer, step)});
    }
  }
  return result;
}

bool read_from_on(const std::vector<std::vector<Buffer>>& reads, Buffer buffer, std::size_t step) {
  return std::any_of(reads.begin() + static_cast<std::ptrdiff_t>(step), reads.end(),
                     [&](const std::vector<Buffer>& inputs) {
                       return std::find(inputs.begin(), inputs.end(), buffer) != inputs.end();
                     });
}

bool kept_to_the_end(const Graph& graph, const Schedule& schedule, Buffer buffer) {
  const model::Tensor& tensor = graph.tensor(buffer.tensor);
  return tensor.retain == model::Retain::yes &&
         last_run_before(schedule, tensor.producer, schedule.steps.size()) == buffer.written;
}

std::uint32_t copy_number(const Schedule& schedule, std::size_t step) {
  return static_cast<std::uint32_t>(
      std::count(schedule.steps.begin(), schedule.steps.begin() + static_cast<std::ptrdiff_t>(step),
                 schedule.steps[step]));
}

}  // namespace

model::Profile naive_profile(const Graph& graph, const Schedule& schedule) {
  const auto reads = buffers_read(graph, schedule);
  const std::size_t steps = schedule.steps.size();
  model::Profile profile;
  for (const OpIndex op : schedule.steps) {
    profile.duration += graph.operation(op).duration;
    profile.live.push_back(graph.resident() + graph.operation(op).workspace);
  }
  for (std::size_t written = 0; written < steps; ++written) {
    for (const TensorIndex tensor : graph.outputs(schedule.steps[written])) {
      const Buffer buffer{tensor, written};
      model::Lifetime lifetime{tensor, copy_number(schedule, written),
                               static_cast<std::uint32_t>(written), 0};
      for (std::size_t step = written; step < steps; ++step) {
        const bool live = step == written || read_from_on(reads, buffer, step) ||
                          kept_to_the_end(graph, schedule, buffer);
        if (!live) continue;
        profile.live[step] += graph.tensor(tensor).size;
        lifetime.last = static_cast<std::uint32_t>(step);
      }
      profile.lifetimes.push_back(lifetime);
    }
  }
  const auto peak = std::max_element(profile.live.begin(), profile.live.end());
  profile.peak = *peak;
  profile.peak_step = static_cast<std::size_t>(peak - profile.live.begin());
  return profile;
}

}  // namespace moccasin::test
