// SPDX-License-Identifier: Apache-2.0
#include "api/option_by_name.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "api/budget.h"
#include "base/joined.h"
#include "base/printable.h"
#include "base/suggest.h"
#include "base/units.h"

namespace moccasin::api {
namespace {

constexpr std::int64_t kMostThreads = 1024;
constexpr std::string_view kNone = "none";
constexpr std::string_view kPositive = "a whole number of at least 1";
constexpr std::string_view kPositiveOrNone = "a whole number of at least 1, or none";
constexpr std::array<std::string_view, 2> kOrders = {"kept", "free"};
constexpr std::array<std::string_view, 4> kTechniques = {"all", "local", "cdcl", "lns"};

// Puts what `text` was read as into `field`; the value of every setter's last line.
template <class Field, class T>
std::string take(Field& field, const base::Parsed<T>& parsed, std::string_view text,
                 std::string_view expected) {
  if (const auto* const failure = std::get_if<base::ParseFailure>(&parsed)) {
    return base::problem_of(text, *failure, expected);
  }
  field = static_cast<Field>(std::get<0>(parsed));
  return "";
}

// Of a limit, which may be none.
template <class Field, class T>
std::string take_limit(Field& field, Field none, const base::Parsed<T>& parsed,
                       std::string_view text, std::string_view expected) {
  if (text != kNone) return take(field, parsed, text, expected);
  field = none;
  return "";
}

std::string set_time_limit(Options& options, std::string_view text, std::string_view expected) {
  return take_limit(options.time_limit, 0.0, base::parse_time(text), text, expected);
}

std::string set_time_limit_to(Options& options, double seconds, std::string_view text,
                              std::string_view expected) {
  return take(options.time_limit, base::checked_time(seconds), text, expected);
}

std::string set_work_limit(Options& options, std::string_view text, std::string_view expected) {
  return take_limit(options.work_limit, std::uint64_t{0}, base::parse_positive(text, INT64_MAX),
                    text, expected);
}

std::string set_memory_limit(Options& options, std::string_view text, std::string_view expected) {
  base::Parsed<std::int64_t> bytes = base::parse_size(text);
  if (bytes == base::Parsed<std::int64_t>(std::int64_t{0})) bytes = base::ParseFailure::malformed;
  return take_limit(options.memory_limit, std::int64_t{0}, bytes, text, expected);
}

std::string set_threads(Options& options, std::string_view text, std::string_view expected) {
  return take(options.threads, base::parse_positive(text, kMostThreads), text, expected);
}

std::string set_workers(Options& options, std::string_view text, std::string_view expected) {
  return take(options.workers, base::parse_positive(text, kMostThreads), text, expected);
}

std::string set_seed(Options& options, std::string_view text, std::string_view expected) {
  return take(options.seed, base::parse_unsigned(text), text, expected);
}

std::string set_max_copies(Options& options, std::string_view text, std::string_view expected) {
  return take_limit(options.max_copies, 0, base::parse_positive(text, INT32_MAX), text, expected);
}

std::string set_order(Options& options, std::string_view text, std::string_view expected) {
  std::size_t place = 0;
  std::string problem = take(place, base::parse_word(text, kOrders), text, expected);
  if (problem.empty()) options.order = place == 0 ? Order::kept : Order::free;
  return problem;
}

std::string set_arena(Options& options, std::string_view text, std::string_view expected) {
  return take_limit(options.arena, std::int64_t{0}, base::parse_positive(text, INT64_MAX), text,
                    expected);
}

std::string set_technique(Options& options, std::string_view text, std::string_view expected) {
  return take(options.technique, base::parse_word(text, kTechniques), text, expected);
}

std::string set_gap(Options& options, std::string_view text, std::string_view expected) {
  const base::Parsed<double> parsed = base::parse_fraction(text);
  const auto* const gap = std::get_if<double>(&parsed);
  // Whoever types 5 means per cent, and would have the search stop at the first schedule found.
  if (gap != nullptr && *gap > 1 && text.back() != '%') {
    return "'" + base::short_name(text) +
           "' is a fraction of more than 1; use 5% or 0.05 for 5 per cent, and 500% for 5";
  }
  return take(options.gap, parsed, text, expected);
}

std::string set_gap_to(Options& options, double gap, std::string_view text,
                       std::string_view expected) {
  if (gap > 1) {
    return "'" + base::short_name(text) + "' is a fraction of more than 1; use 0.05 for 5 per cent";
  }
  // Written so that a NaN fails; the sign of a zero is dropped.
  const bool fine = gap >= 0;
  const auto checked = fine ? base::Parsed<double>(std::abs(gap))
                            : base::Parsed<double>(base::ParseFailure::malformed);
  return take(options.gap, checked, text, expected);
}

std::string set_target(Options& options, std::string_view text, std::string_view expected) {
  return take_limit(options.target, std::int64_t{-1}, base::parse_integer(text), text, expected);
}

constexpr std::array kOptions = {
    OptionByName{"time-limit", OptionType::real, "a time: use 30, 30s, 500ms, 5m or none",
                 set_time_limit, set_time_limit_to},
    OptionByName{"work-limit", OptionType::whole, kPositiveOrNone, set_work_limit, nullptr},
    OptionByName{"memory-limit", OptionType::whole,
                 "an amount of memory: use 500MB, 500MiB, bytes or none", set_memory_limit,
                 nullptr},
    OptionByName{"threads", OptionType::whole, kPositive, set_threads, nullptr},
    OptionByName{"workers", OptionType::whole, kPositive, set_workers, nullptr},
    OptionByName{"seed", OptionType::whole, "a whole number", set_seed, nullptr},
    OptionByName{"max-copies", OptionType::whole, kPositiveOrNone, set_max_copies, nullptr},
    OptionByName{"order", OptionType::word, "one of kept, free", set_order, nullptr},
    OptionByName{"arena", OptionType::whole,
                 "an alignment in bytes: a whole number of at least 1, or none", set_arena,
                 nullptr},
    OptionByName{"x-search", OptionType::word, "one of all, local, cdcl, lns", set_technique,
                 nullptr},
    OptionByName{"gap", OptionType::real, "a fraction: use 0.01 or 1%", set_gap, set_gap_to},
    OptionByName{"target", OptionType::whole, "a duration in whole ticks, or none", set_target,
                 nullptr},
};

bool same_name(std::string_view a, std::string_view b) {
  const auto plain = [](char c) { return c == '_' ? '-' : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return plain(x) == plain(y); });
}

Issue bad_option(std::string message) { return {IssueCode::bad_option, std::move(message), {}}; }

}  // namespace

std::span<const OptionByName> options_by_name() { return kOptions; }

const OptionByName* find_option_by_name(std::string_view name) {
  for (const OptionByName& option : kOptions) {
    if (same_name(option.name, name)) return &option;
  }
  return nullptr;
}

std::string unknown_option(std::string_view name) {
  std::vector<std::string_view> names;
  for (const OptionByName& option : kOptions) names.push_back(option.name);
  return "unknown option '" + base::short_name(name) + "'; " +
         base::suggestion(name, names, "there are " + base::joined(names, ", "));
}

std::optional<std::string> find_option_conflict(const Options& options, std::string_view dashes) {
  const bool engine_alone =
      options.technique == Technique::cdcl || options.technique == Technique::lns;
  if (!engine_alone || options.order == Order::kept) return std::nullopt;
  const std::string before(dashes);
  return before + "x-search cdcl and lns need " + before +
         "order kept: the engine knows no other order";
}

}  // namespace moccasin::api

namespace moccasin {
inline namespace v0 {

std::optional<Issue> set_option(Options& options, std::string_view name, std::string_view value) {
  const api::OptionByName* const option = api::find_option_by_name(name);
  if (option == nullptr) return api::bad_option(api::unknown_option(name));
  const std::string problem = option->set(options, value, option->expected);
  if (problem.empty()) return std::nullopt;
  return api::bad_option(std::string(option->name) + ": " + problem);
}

std::optional<Issue> read_budget(std::string_view text, std::int64_t base_peak,
                                 std::int64_t& bytes) {
  const base::Parsed<std::int64_t> parsed = api::parse_budget_bytes(text, base_peak);
  if (const auto* const failure = std::get_if<base::ParseFailure>(&parsed)) {
    return api::bad_option("budget: " + base::problem_of(text, *failure, api::kBudgetForms));
  }
  bytes = std::get<std::int64_t>(parsed);
  return std::nullopt;
}

}  // namespace v0
}  // namespace moccasin
