// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "bench/instance.h"

namespace moccasin::bench {

// One change of a sequence: what the search does a million times a second.
void register_incremental(const std::shared_ptr<LazyInstance>& instance);
// What is linear in the whole graph or sequence: evaluating from scratch, verifying, reading, the
// greedy start.
void register_scratch(const std::shared_ptr<LazyInstance>& instance);

}  // namespace moccasin::bench
