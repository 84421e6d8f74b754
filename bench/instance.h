// SPDX-License-Identifier: Apache-2.0
// What the benchmarks run on: a generated graph at 70 % of its base peak, and a sequence in the
// state a search finds it in, which is after greedy. Made when first used: some take a while.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "generate/family.h"
#include "model/problem.h"
#include "model/schedule.h"
#include "search/limits/compiled.h"

namespace moccasin::bench {

struct Instance {
  explicit Instance(const generate::GenerateOptions& options);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  const model::Graph graph;
  const model::Problem problem;
  const search::CompiledGraph compiled;
  const std::vector<search::Op> base;     // the base order
  const std::vector<search::Op> typical;  // after greedy
  const model::Schedule schedule;         // the same as `typical`
};

class LazyInstance {
 public:
  explicit LazyInstance(const generate::GenerateOptions& options) : options_(options) {}

  [[nodiscard]] std::string name() const;  // "layered/1000"
  const Instance& get();

 private:
  generate::GenerateOptions options_;
  std::unique_ptr<const Instance> instance_;
};

}  // namespace moccasin::bench
