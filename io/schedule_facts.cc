// SPDX-License-Identifier: Apache-2.0
#include "io/schedule_facts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <system_error>

#include "io/json_stream.h"

namespace moccasin::io {
namespace {

constexpr std::array<std::string_view, 4> kStatuses = {"optimal", "feasible", "infeasible",
                                                       "unknown"};
constexpr std::array<std::string_view, 8> kStops = {"proved", "time", "work",   "gap",
                                                    "target", "user", "memory", "error"};
constexpr std::array<std::string_view, 2> kOrders = {"kept", "free"};
constexpr std::array<std::string_view, 2> kObjectives = {"duration", "peak"};
constexpr std::array<std::string_view, 20> kFacts = {
    "status",      "stop",           "scope.max_copies",    "scope.order",  "budget",
    "bound",       "time",           "first_solution_time", "time_to_best", "found_by",
    "bound_by",    "solver.version", "solver.commit",       "solver.seed",  "solver.threads",
    "solver.work", "least_peak",     "least_arena",         "objective",    "max_duration"};

class FactReader {
 public:
  FactReader(JsonChecker& check, ScheduleFile& file) : check_(check), file_(file) {}

  void read(std::string_view name, const JsonValue& value) {
    read_words(name, value);
    read_scope(name, value);
    read_amounts(name, value);
    read_times(name, value);
    read_solver(name, value);
  }

 private:
  // Seeds and work counters use all 64 bits.
  std::uint64_t counter(std::string_view name, const JsonValue& value) {
    if (value.kind == JsonKind::number) {
      std::uint64_t number = 0;
      const char* end = value.text.data() + value.text.size();
      const auto read = std::from_chars(value.text.data(), end, number);
      if (read.ptr == end && read.ec == std::errc()) return number;
    }
    return static_cast<std::uint64_t>(check_.integer({name}, value));
  }

  void read_words(std::string_view name, const JsonValue& value) {
    if (name == "status") {
      file_.status = check_.one_of({name}, value, kStatuses);
    } else if (name == "stop") {
      file_.stop = check_.one_of({name}, value, kStops);
    } else if (name == "objective") {
      const bool peak = check_.one_of({name}, value, kObjectives) == "peak";
      file_.objective = peak ? ScheduleFile::Objective::peak : ScheduleFile::Objective::duration;
    } else if (name == "found_by") {
      file_.found_by = check_.text({name}, value);
    } else if (name == "bound_by") {
      file_.bound_by = check_.text({name}, value);
    }
  }

  void read_scope(std::string_view name, const JsonValue& value) {
    if (name == "scope.max_copies" && value.kind != JsonKind::null) {
      file_.max_copies = static_cast<std::int32_t>(
          check_.integer({name}, value, 1, std::numeric_limits<std::int32_t>::max()));
    } else if (name == "scope.order") {
      const bool kept = check_.one_of({name}, value, kOrders) == "kept";
      file_.order = kept ? model::Order::kept : model::Order::free;
    }
  }

  void read_amounts(std::string_view name, const JsonValue& value) {
    if (name == "budget") {
      file_.budget = check_.integer({name}, value);
    } else if (name == "least_peak") {
      file_.least_peak = check_.integer({name}, value);
    } else if (name == "least_arena") {
      file_.least_arena = check_.integer({name}, value);
    } else if (name == "max_duration") {
      file_.max_duration = check_.integer({name}, value);
    } else if (name == "bound") {
      file_.bound = check_.integer({name}, value);
    }
  }

  void read_times(std::string_view name, const JsonValue& value) {
    if (name == "time") {
      file_.time = check_.number({name}, value);
    } else if (name == "first_solution_time") {
      file_.first_solution_time = check_.number({name}, value);
    } else if (name == "time_to_best") {
      file_.time_to_best = check_.number({name}, value);
    }
  }

  void read_solver(std::string_view name, const JsonValue& value) {
    constexpr std::string_view kOptions = "solver.options.";
    constexpr std::string_view kStatistics = "statistics.";
    if (name == "solver.version") {
      file_.version = check_.text({name}, value);
    } else if (name == "solver.commit") {
      file_.commit = check_.text({name}, value);
    } else if (name == "solver.seed") {
      file_.seed = counter(name, value);
    } else if (name == "solver.work") {
      file_.work = counter(name, value);
    } else if (name == "solver.threads") {
      file_.threads =
          static_cast<int>(check_.integer({name}, value, 0, std::numeric_limits<int>::max()));
    } else if (name.starts_with(kOptions) && value.kind == JsonKind::text) {
      file_.options.emplace_back(plain_key(name.substr(kOptions.size())), value.text);
    } else if (name.starts_with(kStatistics) && value.kind == JsonKind::integer) {
      file_.statistics.emplace_back(plain_key(name.substr(kStatistics.size())), value.integer);
    }
  }

  JsonChecker& check_;
  ScheduleFile& file_;
};

}  // namespace

bool is_fact(std::string_view name) {
  return std::find(kFacts.begin(), kFacts.end(), name) != kFacts.end();
}

void read_fact(JsonChecker& check, std::string_view name, const JsonValue& value,
               ScheduleFile& file) {
  FactReader(check, file).read(name, value);
}

}  // namespace moccasin::io
