// SPDX-License-Identifier: Apache-2.0
#include "io/node_link_node.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/printable.h"
#include "io/node_parts.h"

namespace moccasin::io {
namespace {

// Attributes that hold a duration or a size, those of the older formats first.
constexpr std::array<std::string_view, 2> kDurations = {"cost_cpu", "duration"};
constexpr std::array<std::string_view, 3> kSizes = {"cost_ram", "out_cost", "size"};
// As in a moccasin-graph; "name" is the kind of an operation that has an id beside it.
constexpr std::array<std::string_view, 6> kOthers = {"outputs", "workspace", "max_copies",
                                                     "retain",  "op",        "name"};

// Whether both hold the same whole number.
bool equal(const JsonValue& a, const JsonValue& b) {
  JsonChecker check;
  const std::int64_t first = check.integer({}, a), second = check.integer({}, b);
  return !check.failed() && first == second;
}

bool are_numbers(const JsonValue& list) {
  return list.kind == JsonKind::array &&
         std::all_of(list.items.begin(), list.items.end(), [](const JsonValue& item) {
           return item.kind == JsonKind::integer || item.kind == JsonKind::number;
         });
}

}  // namespace

NodeLinkNodes::NodeLinkNodes(std::string_view id_key, const ReadOptions& options,
                             JsonChecker& check)
    : check_(check),
      id_key_(id_key),
      own_duration_(options.duration_key),
      own_size_(options.size_key),
      duration_{"duration", options.duration_option, kDurations},
      size_{"size", options.size_option, kSizes} {
  if (!own_duration_.empty()) duration_.keys = std::span(&own_duration_, 1);
  if (!own_size_.empty()) size_.keys = std::span(&own_size_, 1);
  const auto add = [this](std::string_view key) {
    if (std::find(keys_.begin(), keys_.end(), key) == keys_.end()) keys_.push_back(key);
  };
  add(id_key_);
  for (const Amount& amount : {duration_, size_}) {
    for (const std::string_view key : amount.keys) add(key);
  }
  for (const std::string_view key : kOthers) add(key);
}

std::optional<NodeRecord> NodeLinkNodes::read(std::size_t index, const JsonValue& value,
                                              IgnoredKeys& ignored) {
  found_.assign(keys_.size(), nullptr);
  for (const JsonValue& member : value.items) {
    const auto key = std::find(keys_.begin(), keys_.end(), member.key);
    // null is Python's for what is not given.
    const bool given = member.kind != JsonKind::null || member.key == id_key_;
    if (key == keys_.end() || !given) {
      ignored.add("nodes", index, member.key);
    } else {
      found_[static_cast<std::size_t>(key - keys_.begin())] = &member;
    }
  }
  const JsonValue* const id = find(id_key_);
  if (id == nullptr) {
    check_.fail({"nodes", index}, "the key '" + std::string(id_key_) + "' is missing");
    return std::nullopt;
  }
  auto known = check_.id({"nodes", index, id_key_}, *id);
  if (!known) return std::nullopt;
  NodeRecord node{.id = *std::move(known), .kind = take_kind(index, ignored)};

  // An attribute that an option names is what the option says, and nothing else.
  const auto other = [this](std::string_view key) {
    return key == own_duration_ || key == own_size_ ? nullptr : find(key);
  };
  NodeParts parts{.outputs = other("outputs"),
                  .workspace = other("workspace"),
                  .max_copies = other("max_copies"),
                  .retain = other("retain"),
                  .duration_key = key_of(index, duration_),
                  .size_key = key_of(index, size_)};
  parts.duration = find(parts.duration_key);
  parts.size = find(parts.size_key);
  if (parts.duration == nullptr) fail_without(index, duration_);
  if (parts.size == nullptr && parts.outputs == nullptr) fail_without(index, size_);
  const bool fine = !check_.failed();
  read_parts(check_, index, parts, node);
  // Other programs have lists of names there.
  if (fine && parts.outputs != nullptr && (parts.size != nullptr || !are_numbers(*parts.outputs))) {
    check_.add_to_problem(
        "; rename the attribute 'outputs' or leave it out: here it would be the sizes of all "
        "outputs");
  }
  check_.add_to_problem(" (node " + display(node.id) + ")");
  if (check_.failed()) return std::nullopt;
  return node;
}

const JsonValue* NodeLinkNodes::find(std::string_view key) const {
  const auto place = std::find(keys_.begin(), keys_.end(), key);
  return place == keys_.end() ? nullptr : found_[static_cast<std::size_t>(place - keys_.begin())];
}

// The attribute that holds the amount, empty if none does. Where several do they must agree.
std::string_view NodeLinkNodes::key_of(std::size_t index, const Amount& amount) {
  std::string_view first;
  for (const std::string_view key : amount.keys) {
    const JsonValue* const value = find(key);
    if (value == nullptr) continue;
    if (first.empty()) {
      first = key;
    } else if (!equal(*find(first), *value)) {
      check_.fail({"nodes", index}, "the keys '" + std::string(first) + "' and '" +
                                        std::string(key) + "' differ; say with " +
                                        std::string(amount.option) + " which one is the " +
                                        std::string(amount.what));
    }
  }
  return first;
}

// What people call the operation: its "op", or a "name" beside the id.
std::string NodeLinkNodes::take_kind(std::size_t index, IgnoredKeys& ignored) const {
  std::string kind;
  bool taken = false;
  for (const std::string_view key : {"op", "name"}) {
    const bool has_meaning = key == id_key_ || key == own_duration_ || key == own_size_;
    const JsonValue* const value = find(key);
    if (has_meaning || value == nullptr) continue;
    if (taken || value->kind != JsonKind::text) {
      ignored.add("nodes", index, key);
    } else {
      kind = value->text;
      taken = true;
    }
  }
  return kind;
}

void NodeLinkNodes::fail_without(std::size_t index, const Amount& amount) {
  std::string tried;
  for (const std::string_view key : amount.keys) {
    ((tried += tried.empty() ? "'" : ", '") += base::short_name(key)) += "'";
  }
  check_.fail({"nodes", index}, "no " + std::string(amount.what) + " under the key " + tried);
}

}  // namespace moccasin::io
