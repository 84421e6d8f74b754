// SPDX-License-Identifier: Apache-2.0
// Propagators that want to run, a bucket for each priority, first in first out within one.
#pragma once

#include <algorithm>
#include <array>
#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/inference_checker.h"
#include "engine/propagator.h"
#include "engine/reason.h"

namespace moccasin::engine {

// A propagator in the engine, with what belongs to it.
struct Registered
    : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::safe_link>> {
  std::unique_ptr<Propagator> propagator;
  std::unique_ptr<InferenceChecker> checker;
  PropagatorIndex index;
  std::vector<std::uint32_t> changed;  // tags whose bounds changed since it last ran
};

class PropagationQueue {
 public:
  void add(Registered& propagator) {
    if (propagator.is_linked()) return;
    buckets_[static_cast<std::size_t>(propagator.propagator->priority())].push_back(propagator);
  }
  [[nodiscard]] bool empty() const {
    return std::all_of(buckets_.begin(), buckets_.end(),
                       [](const Bucket& bucket) { return bucket.empty(); });
  }
  // The next to run; null: none wants to.
  [[nodiscard]] Registered* pop() {
    for (Bucket& bucket : buckets_) {
      if (bucket.empty()) continue;
      Registered& next = bucket.front();
      bucket.pop_front();
      return &next;
    }
    return nullptr;
  }
  // After a conflict: what would have been looked at is about to be taken back.
  void clear() {
    for (Bucket& bucket : buckets_) {
      for (Registered& propagator : bucket) propagator.changed.clear();
      bucket.clear();
    }
  }

 private:
  using Bucket = boost::intrusive::list<Registered>;
  std::array<Bucket, kNumPriorities> buckets_;
};

}  // namespace moccasin::engine
