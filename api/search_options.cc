// SPDX-License-Identifier: Apache-2.0
#include "api/search_options.h"

#include <limits>

#include "api/graph_access.h"
#include "api/option_by_name.h"
#include "base/checked_int.h"
#include "base/process_memory.h"

namespace moccasin {
inline namespace v0 {
namespace {

search::Techniques techniques_of(Technique technique) {
  switch (technique) {
    case Technique::local:
      return search::Techniques::local;
    case Technique::cdcl:
      return search::Techniques::cdcl;
    case Technique::lns:
      return search::Techniques::lns;
    case Technique::all:
      break;
  }
  return search::Techniques::all;
}

}  // namespace

std::vector<Issue> check_options(const Options& options) {
  std::vector<Issue> issues;
  const auto require = [&issues](bool fine, const char* message) {
    if (!fine) issues.push_back({IssueCode::bad_option, message, {}});
  };
  // Written so that a NaN fails.
  require(options.time_limit >= 0, "time_limit is negative or not a number");
  require(options.start <= search::Limits::Clock::now(), "start is in the future");
  require(options.memory_limit >= 0, "memory_limit is negative");
  require(options.arena >= 0, "arena is negative");
  require(options.gap >= 0, "gap is negative or not a number");
  require(options.threads >= 1, "threads is below 1");
  require(options.workers >= 0, "workers is negative");
  require(options.max_copies >= 0, "max_copies is negative");
  require(options.target >= -1, "target is below -1");
  require(options.max_duration >= -1, "max_duration is below -1");
  require(options.max_overhead >= 0 || options.max_overhead == -1,
          "max_overhead is negative or not a number");
  if (const auto conflict = api::find_option_conflict(options, "")) {
    require(false, conflict->c_str());
  }
  return issues;
}

Status status_of(search::Status status) {
  switch (status) {
    case search::Status::feasible:
      return Status::feasible;
    case search::Status::optimal:
      return Status::optimal;
    case search::Status::infeasible:
      return Status::infeasible;
    case search::Status::unknown:
      break;
  }
  return Status::unknown;
}

std::int64_t resident_before(const Options& options) {
  return options.memory_limit > 0 ? base::resident_bytes() : 0;
}

search::SolveOptions to_search(const Options& options, const search::Limits& limits,
                               std::int64_t resident) {
  search::SolveOptions converted;
  converted.limits = limits;
  if (options.memory_limit > 0) {
    converted.memory = base::checked_add(resident, options.memory_limit)
                           .value_or(std::numeric_limits<std::int64_t>::max());
  }
  converted.seed = options.seed;
  converted.arena = options.arena;
  converted.threads = options.threads;
  converted.workers = options.workers;
  converted.techniques = techniques_of(options.technique);
  converted.gap = options.gap;
  converted.target = options.target;
  converted.certify = options.certify;
  converted.warm_start = to_model(options.warm_start).steps;
  return converted;
}

}  // namespace v0
}  // namespace moccasin
