// SPDX-License-Identifier: Apache-2.0
#include "io/certificate_proof.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/printable.h"
#include "io/graph_assembly.h"

namespace moccasin::io {
namespace {

using model::CertificateStep;
using model::OpIndex;
using model::TensorIndex;

constexpr std::array<std::string_view, 2> kNodeKeys = {"steps", "branch"};
constexpr std::array<std::string_view, 8> kStepKeys = {"prices", "live",  "later", "earlier",
                                                       "reads",  "holds", "value", "never"};

// What the rows of each list are.
struct Row {
  std::string_view list, form;
  std::size_t length;
};
constexpr std::array<Row, 6> kRows = {{{"prices", "[event, price]", 2},
                                       {"live", "[event, operation, flow]", 3},
                                       {"later", "[event, operation, flow]", 3},
                                       {"earlier", "[event, operation, event, flow]", 4},
                                       {"reads", "[event, operation, producer, output, flow]", 5},
                                       {"holds", "[event, producer, output, flow]", 4}}};

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

std::string_view last_key(std::string_view name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

std::string_view CertificateProofReader::key_in(const Object& object, std::string_view name) {
  const bool inside = !object.name.empty() && name.size() > object.name.size() &&
                      name.starts_with(object.name) && name[object.name.size()] == '.';
  return inside ? name.substr(object.name.size() + 1) : std::string_view();
}

bool CertificateProofReader::is_below(std::string_view name) const {
  return !key_in(node_, name).empty();
}

void CertificateProofReader::note_key(Object& object, std::string_view key,
                                      std::span<const std::string_view> known) {
  const auto same = std::find(known.begin(), known.end(), key);
  if (same == known.end()) {
    return check_.fail({object.name}, "unknown key '" + base::short_name(key) + "'");
  }
  object.keys.push_back(*same);
}

void CertificateProofReader::expect_keys(const Object& object,
                                         std::span<const std::string_view> wanted) {
  if (object.name.empty()) return;
  for (const std::string_view key : wanted) {
    if (std::find(object.keys.begin(), object.keys.end(), key) != object.keys.end()) continue;
    check_.fail({object.name}, "the key '" + std::string(key) + "' is missing");
  }
}

void CertificateProofReader::close_step() {
  expect_keys(step_, kStepKeys);
  step_ = {};
}

void CertificateProofReader::close_node() {
  close_step();
  expect_keys(node_, std::span(kNodeKeys).first(1));
  node_ = {};
}

Visit CertificateProofReader::open(std::string_view name, JsonKind kind) {
  if (const std::string_view key = key_in(step_, name); !key.empty()) {
    note_key(step_, key, kStepKeys);
    if (key == "value") check_.fail({name}, "must be a whole number");
  } else {
    note_key(node_, key_in(node_, name), kNodeKeys);
    if (last_key(name) == "branch") check_.fail({name}, "must be the number of a cost variable");
  }
  check_.container({name}, kind, JsonKind::array);
  return check_.failed() ? Visit::skip : Visit::each;
}

Visit CertificateProofReader::open_element(std::string_view list, std::size_t index,
                                           JsonKind kind) {
  const bool is_node = list == "proof";
  if (!is_node && last_key(list) != "steps") return Visit::whole;
  check_.container({list, index}, kind, JsonKind::object);
  if (is_node) {
    close_node();
    node_.name = JsonPlace{list, index}.text();
    proof_.emplace_back();
  } else {
    close_step();
    step_.name = JsonPlace{list, index}.text();
    proof_.back().steps.emplace_back();
  }
  return check_.failed() ? Visit::skip : Visit::each;
}

void CertificateProofReader::member(std::string_view name, const JsonValue& value) {
  if (const std::string_view key = key_in(step_, name); !key.empty()) {
    note_key(step_, key, kStepKeys);
    if (key != "value") check_.fail({name}, "must be an array, not " + display(value));
    proof_.back().steps.back().value = check_.integer({name}, value, kLeast);
  } else {
    note_key(node_, key_in(node_, name), kNodeKeys);
    if (last_key(name) != "branch") {
      check_.fail({name}, "must be an array, not " + display(value));
    }
    proof_.back().branch = cost_var({name}, value);
  }
}

void CertificateProofReader::element(std::string_view list, std::size_t index,
                                     const JsonValue& value) {
  if (list == "proof" || last_key(list) == "steps") {
    check_.fail({list, index}, "must be an object, not " + display(value));
  } else if (last_key(list) == "never") {
    proof_.back().steps.back().never.push_back(cost_var({list, index}, value));
  } else {
    read_row(list, index, value);
  }
}

void CertificateProofReader::read_row(std::string_view list, std::size_t index,
                                      const JsonValue& value) {
  const std::string_view key = last_key(list);
  const Row& row =
      *std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.list == key; });
  if (value.kind != JsonKind::array || value.items.size() != row.length) {
    return check_.fail({list, index}, "must be " + std::string(row.form));
  }
  const auto at = [&](std::size_t item) { return JsonPlace{list, index, {}, item}; };
  const auto op = [&](std::size_t item) { return operation(at(item), value.items[item]); };
  const auto tensor = [&](std::size_t item) {
    const OpIndex producer = op(item);
    const std::int64_t place = check_.integer(at(item + 1), value.items[item + 1]);
    if (check_.failed()) return TensorIndex();
    const auto outputs = graph_.graph.outputs(producer);
    if (place < static_cast<std::int64_t>(outputs.size())) {
      return outputs[static_cast<std::size_t>(place)];
    }
    check_.fail(at(item + 1), no_such_output(place, id_of(graph_, producer), outputs.size()));
    return TensorIndex();
  };
  const std::int64_t amount = check_.integer(at(row.length - 1), value.items.back(), kLeast);
  CertificateStep& step = proof_.back().steps.back();
  if (key == "prices") step.prices.push_back({op(0), amount});
  if (key == "live") step.live.push_back({op(0), op(1), amount});
  if (key == "later") step.later.push_back({op(0), op(1), amount});
  if (key == "earlier") step.earlier.push_back({op(0), op(1), op(2), amount});
  if (key == "reads") step.reads.push_back({op(0), op(1), tensor(2), amount});
  if (key == "holds") step.holds.push_back({op(0), tensor(1), amount});
}

OpIndex CertificateProofReader::operation(const JsonPlace& place, const JsonValue& value) {
  const std::int64_t number = check_.integer(place, value);
  const std::size_t operations = graph_.graph.num_operations();
  if (check_.failed()) return OpIndex();
  if (number < static_cast<std::int64_t>(operations)) {
    return OpIndex(static_cast<std::size_t>(number));
  }
  check_.fail(place, "operation " + std::to_string(number) + " does not exist: the graph has " +
                         std::to_string(operations));
  return OpIndex();
}

// Whether there is such a cost variable depends on what is split, which may come later in the file.
model::CostVarIndex CertificateProofReader::cost_var(const JsonPlace& place,
                                                     const JsonValue& value) {
  constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max() - 1;
  const std::int64_t number = check_.integer(place, value, 0, kMost);
  return check_.failed() ? model::CostVarIndex()
                         : model::CostVarIndex(static_cast<std::size_t>(number));
}

model::CertificateSplit CertificateProofReader::split(const JsonPlace& place,
                                                      const JsonValue& value) {
  const std::string form = "must be [operation, [read, ...]], a read [operation, ...]";
  model::CertificateSplit split;
  const auto is_list = [&](const JsonValue& item) {
    if (item.kind != JsonKind::array) check_.fail(place, form);
    return item.kind == JsonKind::array;
  };
  if (!is_list(value) || value.items.size() != 2 || !is_list(value.items[1])) {
    check_.fail(place, form);
    return split;
  }
  split.op = operation(place, value.items[0]);
  for (const JsonValue& read : value.items[1].items) {
    if (!is_list(read)) return split;
    split.use_sets.emplace_back();
    for (const JsonValue& reader : read.items)
      split.use_sets.back().push_back(operation(place, reader));
  }
  return split;
}

std::vector<model::CertificateNode> CertificateProofReader::finish() {
  close_node();
  return std::move(proof_);
}

}  // namespace moccasin::io
