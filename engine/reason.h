// SPDX-License-Identifier: Apache-2.0
// Why an entry of the trail holds: nothing (a root fact or a decision), a clause all of whose other
// literals were false, or a propagator that can be asked, which is told which of its inferences it
// was by the payload it chose itself. Sixteen bytes; the premises are made when they are asked for.
#pragma once

#include <cstdint>

#include "base/assert.h"
#include "base/strong_index.h"

namespace moccasin::engine {

struct Clause;
using PropagatorIndex = base::StrongIndex<struct PropagatorTag>;

class Reason {
 public:
  enum class Kind : std::uint32_t { none, clause, propagator };

  Reason() = default;
  explicit Reason(Clause* clause)
      : kind_(Kind::clause), data_(reinterpret_cast<std::uintptr_t>(clause)) {}
  Reason(PropagatorIndex propagator, std::uint64_t payload)
      : kind_(Kind::propagator), propagator_(propagator), data_(payload) {}

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] Clause* clause() const {
    return kind_ == Kind::clause ? reinterpret_cast<Clause*>(data_) : nullptr;
  }
  [[nodiscard]] PropagatorIndex propagator() const {
    MOCCASIN_ASSERT(kind_ == Kind::propagator);
    return propagator_;
  }
  [[nodiscard]] std::uint64_t payload() const { return data_; }

 private:
  Kind kind_ = Kind::none;
  PropagatorIndex propagator_;
  std::uint64_t data_ = 0;
};

}  // namespace moccasin::engine
