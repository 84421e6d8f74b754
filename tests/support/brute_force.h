// SPDX-License-Identifier: Apache-2.0
// The optimum, order kept, by trying everything. Between two first runs any set of operations that
// have run may run again, in base order, so n operations have at most 2^(n (n - 1) / 2) staged
// schedules: 1024 of five operations, 32 768 of six.
#pragma once

#include <functional>
#include <optional>

#include "model/problem.h"
#include "model/schedule.h"

namespace moccasin::test {

// A fastest schedule that model::verify accepts, and `accepts` if there is one; nothing if there is
// no such schedule. Pre-conditions: problem.order is kept, the graph has at most seven operations.
[[nodiscard]] std::optional<model::Schedule> brute_force(
    const model::Problem& problem,
    const std::function<bool(const model::Schedule&)>& accepts = nullptr);

}  // namespace moccasin::test
