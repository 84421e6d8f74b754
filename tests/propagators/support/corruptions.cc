// SPDX-License-Identifier: Apache-2.0
#include "tests/propagators/support/corruptions.h"

#include <algorithm>

namespace moccasin::test {
namespace {

using engine::Literal;
using engine::Premises;
using engine::Var;
using propagators::Retention;
using propagators::RetentionIndex;
using propagators::RetentionModel;
using propagators::Run;

// Without what is said of a retention and of its run.
Premises without(Premises premises, const Retention& retention, const RetentionModel& model) {
  const auto is_of = [](Literal literal, Var var) {
    return literal.var == var || literal.var == -var;
  };
  std::erase_if(premises, [&](Literal literal) {
    return is_of(literal, retention.end) || is_of(literal, model.runs[retention.run].stage);
  });
  return premises;
}

// Each literal once: outputs of one run share premises.
Premises distinct(const Premises& premises) {
  Premises once;
  for (const Literal literal : premises) {
    if (std::find(once.begin(), once.end(), literal) == once.end()) once.push_back(literal);
  }
  return once;
}

// `var`, or its negation, of the same thing about the next copy; the same if there is none.
Var of_another_copy(Var var, const RetentionModel& model) {
  const auto same_sign = [&](Var other) { return var.value() % 2 == 0 ? other : -other; };
  const std::uint32_t variable = var.value() / 2;
  for (const Run& run : model.runs) {
    if (run.stage.value() / 2 == variable && run.next_copy.valid()) {
      return same_sign(model.runs[run.next_copy].stage);
    }
  }
  for (std::size_t row = 0; row < model.num_copies; ++row) {
    const auto copies = model.copies[propagators::CopiesIndex(row)];
    for (std::size_t i = 0; i + 1 < copies.size(); ++i) {
      if (model.retentions[copies[i]].end.value() / 2 == variable) {
        return same_sign(model.retentions[copies[i + 1]].end);
      }
    }
  }
  return var;
}

}  // namespace

std::string_view name_of(Corruption corruption) {
  const std::string_view names[] = {"premise dropped", "premise weakened", "fact strengthened",
                                    "contributor left out", "copy mistaken"};
  return names[static_cast<std::size_t>(corruption)];
}

std::vector<Reason> corrupted(const Reason& given, Corruption corruption,
                              const RetentionModel& model, const engine::Box& root) {
  const Reason reason = {distinct(given.premises), given.fact};
  std::vector<Reason> all;
  const auto keep = [&](Premises premises, std::optional<Literal> fact) {
    all.push_back({std::move(premises), fact});
  };
  if (corruption == Corruption::fact_strengthened) {
    if (reason.fact) keep(reason.premises, Literal{reason.fact->var, reason.fact->bound + 1});
    return all;
  }
  if (corruption == Corruption::contributor_left_out) {
    for (const Retention& retention : model.retentions) {
      Premises fewer = without(reason.premises, retention, model);
      if (fewer.size() < reason.premises.size()) keep(std::move(fewer), reason.fact);
    }
    return all;
  }
  for (std::size_t i = 0; i < reason.premises.size(); ++i) {
    const Literal premise = reason.premises[i];
    if (root.lower(premise.var) >= premise.bound) continue;
    Premises changed = reason.premises;
    if (corruption == Corruption::premise_dropped) {
      changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    } else if (corruption == Corruption::premise_weakened) {
      --changed[i].bound;
    } else {
      changed[i].var = of_another_copy(premise.var, model);
      if (changed[i].var == premise.var) continue;
    }
    keep(std::move(changed), reason.fact);
  }
  return all;
}

}  // namespace moccasin::test
