// SPDX-License-Identifier: Apache-2.0
// Spoils a certificate in one number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "model/certificate.h"

namespace moccasin::test {

// visit(number) for all numbers of `certificate`: integers and all kinds of indices.
template <class Visit>
void for_each_number(model::Certificate& certificate, const Visit& visit) {
  visit(certificate.max_copies);
  visit(certificate.budget);
  visit(certificate.bound);
  visit(certificate.scale);
  visit(certificate.upper);
  const auto each = [&](auto& items, auto... members) {
    for (auto& item : items) (visit(item.*members), ...);
  };
  for (model::CertificateSplit& split : certificate.split) {
    visit(split.op);
    for (auto& use_set : split.use_sets) {
      for (model::OpIndex& op : use_set) visit(op);
    }
  }
  using Step = model::CertificateStep;
  for (model::CertificateNode& node : certificate.proof) {
    for (Step& step : node.steps) {
      each(step.prices, &Step::Price::event, &Step::Price::price);
      each(step.live, &Step::Live::event, &Step::Live::op, &Step::Live::flow);
      each(step.later, &Step::Later::event, &Step::Later::op, &Step::Later::flow);
      each(step.earlier, &Step::Earlier::event, &Step::Earlier::op, &Step::Earlier::to,
           &Step::Earlier::flow);
      each(step.reads, &Step::Read::event, &Step::Read::op, &Step::Read::tensor, &Step::Read::flow);
      each(step.holds, &Step::Hold::event, &Step::Hold::tensor, &Step::Hold::flow);
      visit(step.value);
      for (model::CostVarIndex& cost_var : step.never) visit(cost_var);
    }
    visit(node.branch);
  }
}

[[nodiscard]] inline std::size_t count_numbers(model::Certificate certificate) {
  std::size_t count = 0;
  for_each_number(certificate, [&](auto&) { ++count; });
  return count;
}

enum class Change { add_one, take_one, twice, replace };  // replace: by the number given

// Changes the number at place `at`. Indices out of range, and none, may come of it.
inline void change_number(model::Certificate& certificate, std::size_t at, Change change,
                          std::uint32_t replacement) {
  const auto changed = [&](std::int64_t value) {
    if (change == Change::add_one) return value + 1;
    if (change == Change::take_one) return value - 1;
    return change == Change::twice ? 2 * value : std::int64_t{replacement};
  };
  std::size_t place = 0;
  for_each_number(certificate, [&]<class Number>(Number& number) {
    if (place++ != at) return;
    if constexpr (std::is_integral_v<Number>) {
      number = static_cast<Number>(changed(number));
    } else {
      number = Number(static_cast<std::size_t>(changed(number.value())));
    }
  });
}

}  // namespace moccasin::test
