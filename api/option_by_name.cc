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
constexpr std::array<std::string_view, 2> kObjectives = {"duration", "peak"};
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

// Whoever types 5 means per cent: for a gap the search would stop at the first schedule found, for
// an overhead any would do.
std::string take_fraction(double& field, std::string_view text, std::string_view expected) {
  const base::Parsed<double> parsed = base::parse_fraction(text);
  const auto* const fraction = std::get_if<double>(&parsed);
  if (fraction != nullptr && *fraction > 1 && text.back() != '%') {
    return "'" + base::short_name(text) +
           "' is a fraction of more than 1; use 5% or 0.05 for 5 per cent, and 500% for 5";
  }
  return take(field, parsed, text, expected);
}

// The same of a number.
std::string take_fraction(double& field, double fraction, std::string_view text,
                          std::string_view expected) {
  if (fraction > 1) {
    return "'" + base::short_name(text) + "' is a fraction of more than 1; use 0.05 for 5 per cent";
  }
  // Written so that a NaN fails; the sign of a zero is dropped.
  const bool fine = fraction >= 0;
  const auto checked = fine ? base::Parsed<double>(std::abs(fraction))
                            : base::Parsed<double>(base::ParseFailure::malformed);
  return take(field, checked, text, expected);
}

std::string set_gap(Options& options, std::string_view text, std::string_view expected) {
  return take_fraction(options.gap, text, expected);
}

std::string set_gap_to(Options& options, double gap, std::string_view text,
                       std::string_view expected) {
  return take_fraction(options.gap, gap, text, expected);
}

std::string set_objective(Options& options, std::string_view text, std::string_view expected) {
  return take(options.objective, base::parse_word(text, kObjectives), text, expected);
}

std::string set_max_duration(Options& options, std::string_view text, std::string_view expected) {
  return take_limit(options.max_duration, std::int64_t{-1}, base::parse_integer(text), text,
                    expected);
}

std::string set_max_overhead(Options& options, std::string_view text, std::string_view expected) {
  if (text != kNone) return take_fraction(options.max_overhead, text, expected);
  options.max_overhead = -1;
  return "";
}

std::string set_max_overhead_to(Options& options, double part, std::string_view text,
                                std::string_view expected) {
  return take_fraction(options.max_overhead, part, text, expected);
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
    OptionByName{"minimize", OptionType::word, "one of duration, peak", set_objective, nullptr},
    OptionByName{"max-duration", OptionType::whole, "a duration in whole ticks, or none",
                 set_max_duration, nullptr},
    OptionByName{"max-overhead", OptionType::real,
                 "a part of the base duration: use 10% or 0.1, or none", set_max_overhead,
                 set_max_overhead_to},
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

// What the search for the least peak cannot honour.
std::optional<std::string> find_objective_conflict(const Options& options,
                                                   const std::string& before) {
  const bool by_ticks = options.max_duration >= 0, by_part = options.max_overhead >= 0;
  const std::string peak = before + "minimize peak";
  if (options.objective != Objective::peak) {
    if (!by_ticks && !by_part) return std::nullopt;
    return before + (by_ticks ? "max-duration" : "max-overhead") + " needs " + peak;
  }
  if (by_ticks && by_part) {
    return before + "max-duration and " + before + "max-overhead exclude each other";
  }
  if (options.target >= 0) {
    return before + "target does not go with " + peak + ": " + before +
           "max-duration says how long a schedule may take";
  }
  if (options.technique != Technique::all) {
    return before + "x-search does not go with " + peak + ", which needs all techniques";
  }
  if (options.certify) {
    return before + "certificate does not go with " + peak + ": it is of a duration";
  }
  return std::nullopt;
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
  const std::string before(dashes);
  if (auto conflict = find_objective_conflict(options, before)) return conflict;
  const bool engine_alone =
      options.technique == Technique::cdcl || options.technique == Technique::lns;
  if (!engine_alone || options.order == Order::kept) return std::nullopt;
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
