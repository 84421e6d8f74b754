// SPDX-License-Identifier: Apache-2.0
// Why no schedule is faster than a bound, in numbers that anybody can check: multipliers, flows and
// a tree. docs/certificates.md says what each means and when they are a proof.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/problem.h"

namespace moccasin::model {

// A cost variable: what is paid for running an operation again. With n operations, number v < n is
// operation v's, for all of it or for its first inter-use interval; from n on come the later
// intervals of those split, in the order of `split`.
using CostVarIndex = base::StrongIndex<struct CostVarIndexTag>;

struct CertificateSplit {
  OpIndex op;
  std::vector<std::vector<OpIndex>> use_sets;
  friend bool operator==(const CertificateSplit&, const CertificateSplit&) = default;
};

struct CertificateStep {
  struct Price {
    OpIndex event;
    std::int64_t price = 0;  // of the whole budget
    friend bool operator==(const Price&, const Price&) = default;
  };
  struct Live {  // source -> P(op, event)
    OpIndex event, op;
    std::int64_t flow = 0;
    friend bool operator==(const Live&, const Live&) = default;
  };
  struct Later {  // P(op, event) -> Y(op, event)
    OpIndex event, op;
    std::int64_t flow = 0;
    friend bool operator==(const Later&, const Later&) = default;
  };
  struct Earlier {  // Y(op, event) -> Y(op, to)
    OpIndex event, op, to;
    std::int64_t flow = 0;
    friend bool operator==(const Earlier&, const Earlier&) = default;
  };
  struct Read {  // Y(op, event) -> A(tensor, event)
    OpIndex event, op;
    TensorIndex tensor;
    std::int64_t flow = 0;
    friend bool operator==(const Read&, const Read&) = default;
  };
  struct Hold {  // A(tensor, event) -> P(its producer, event), or the sink
    OpIndex event;
    TensorIndex tensor;
    std::int64_t flow = 0;
    friend bool operator==(const Hold&, const Hold&) = default;
  };

  std::vector<Price> prices;
  std::vector<Live> live;
  std::vector<Later> later;
  std::vector<Earlier> earlier;
  std::vector<Read> reads;
  std::vector<Hold> holds;
  std::int64_t value = 0;
  std::vector<CostVarIndex> never;
  friend bool operator==(const CertificateStep&, const CertificateStep&) = default;
};

struct CertificateNode {
  std::vector<CertificateStep> steps;
  CostVarIndex branch;  // invalid: a leaf
  friend bool operator==(const CertificateNode&, const CertificateNode&) = default;
};

struct Certificate {
  Order order = Order::kept;
  std::int32_t max_copies = 0;  // 0: any number
  std::int64_t budget = 0;      // bytes
  std::int64_t bound = 0;       // ticks: no schedule lasts less
  std::int64_t scale = 1, upper = 1;
  std::vector<CertificateSplit> split;
  std::vector<CertificateNode> proof;  // in preorder
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

}  // namespace moccasin::model
