// SPDX-License-Identifier: Apache-2.0
#include "io/schedule_audit.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "base/printable.h"
#include "io/buffer_name.h"
#include "io/node_id.h"
#include "model/floor.h"
#include "model/problem.h"
#include "model/replay.h"

namespace moccasin::io {
namespace {

constexpr double kTolerance = 1e-9;    // of a ratio, relative
constexpr std::size_t kMostNames = 8;  // of a list in a message

std::string text_of(std::int64_t amount) { return std::to_string(amount); }

// As the writer writes it: the shortest text that reads back as the same number.
std::string text_of(double number) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return {digits.data(), end.ptr};
}

std::string says_but_is(const std::string& said, const std::string& right) {
  return "says " + said + ", but is " + right;
}

std::string display(std::string_view name) {
  std::string text = "\"";
  for (const char c : base::short_name(name)) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

// ["a", "b"], with an end where it is long.
template <class Name>
std::string list_of(const std::vector<Name>& names) {
  std::string text = "[";
  for (std::size_t i = 0; i < names.size() && i < kMostNames; ++i) {
    text += (i > 0 ? ", " : "") + display(names[i]);
  }
  if (names.size() > kMostNames) text += ", ... of " + std::to_string(names.size());
  return text + ']';
}

// Claims about the whole schedule. The first that is wrong counts.
class WholeAudit {
 public:
  WholeAudit(const GraphFile& file, const ScheduleFile& schedule, const model::Verdict& verdict)
      : file_(file),
        graph_(file.graph),
        schedule_(schedule),
        claims_(schedule.claims),
        verdict_(verdict) {}

  [[nodiscard]] std::optional<WrongClaim> run() {
    const model::Schedule base = base_schedule(graph_);
    const model::Verdict of_base =
        verify({.graph = &graph_, .budget = INT64_MAX, .order = model::Order::free}, base);
    compare("graph.nodes", claims_.nodes, static_cast<std::int64_t>(graph_.num_operations()));
    compare("graph.edges", claims_.edges, static_cast<std::int64_t>(graph_.num_reads()));
    compare("peak", claims_.peak, verdict_.peak);
    compare("duration", claims_.duration, verdict_.duration);
    check_proof();
    if (claims_.bound) check_ratio("gap", claims_.gap, 1, *claims_.bound, "the bound");
    check_ratio("overhead_percent", claims_.overhead_percent, 100, graph_.base_duration(),
                "the base duration");
    compare("recomputed", claims_.recomputed,
            static_cast<std::int64_t>(schedule_.schedule->steps.size()) -
                static_cast<std::int64_t>(graph_.num_operations()));
    if (schedule_.is_near_miss) compare("least_peak", schedule_.least_peak, verdict_.peak);
    compare("base.duration", claims_.base_duration, of_base.duration);
    compare("base.peak", claims_.base_peak, of_base.peak);
    check_floor();
    return std::move(wrong_);
  }

 private:
  void fail(std::string_view claim, std::string message) {
    if (!wrong_) wrong_ = {std::string(claim), std::nullopt, std::move(message)};
  }

  void compare(std::string_view claim, std::optional<std::int64_t> said, std::int64_t right) {
    if (said && *said != right) fail(claim, says_but_is(text_of(*said), text_of(right)));
  }

  // What the search claims to have proved, and these steps refute.
  void check_proof() {
    const std::string duration = text_of(verdict_.duration);
    const std::string& status = schedule_.status;
    if (schedule_.budget ? verdict_.peak > *schedule_.budget : schedule_.is_near_miss) return;
    if (claims_.bound && *claims_.bound > verdict_.duration) {
      fail("bound", "says " + text_of(*claims_.bound) + ", but is at most " + duration +
                        ", the duration of these steps");
    }
    if (status == "infeasible" || status == "unknown") {
      fail("status", says_but_is("'" + status + "'", "'feasible': here are steps"));
    }
    if (schedule_.objective == ScheduleFile::Objective::peak) return check_peak_proof();
    if (status == "optimal" && claims_.bound && *claims_.bound < verdict_.duration) {
      fail("status",
           says_but_is("'optimal'", "'feasible': the bound is " + text_of(*claims_.bound) +
                                        ", the duration " + duration));
    }
  }

  // The same where the peak was to be least.
  void check_peak_proof() {
    if (schedule_.max_duration && verdict_.duration > *schedule_.max_duration) {
      return fail("max_duration", "says " + text_of(*schedule_.max_duration) +
                                      ", but these steps last " + text_of(verdict_.duration));
    }
    if (!claims_.peak_bound) return;
    const std::int64_t needed =
        schedule_.placement ? graph_.resident() + schedule_.placement->arena : verdict_.peak;
    if (*claims_.peak_bound > needed) {
      fail("peak_bound", "says " + text_of(*claims_.peak_bound) + ", but is at most " +
                             text_of(needed) + ", what these steps need");
    } else if (schedule_.status == "optimal" && *claims_.peak_bound < needed) {
      fail("status", says_but_is("'optimal'", "'feasible': the peak's bound is " +
                                                  text_of(*claims_.peak_bound) + ", they need " +
                                                  text_of(needed)));
    }
  }

  // How much longer than `base` the schedule lasts, in parts of it.
  void check_ratio(std::string_view claim, std::optional<double> said, double parts,
                   std::int64_t base, const std::string& base_name) {
    if (!said) return;
    const std::string why =
        ": the duration is " + text_of(verdict_.duration) + ", " + base_name + " " + text_of(base);
    if (base <= 0 && verdict_.duration != base) {
      return fail(claim, says_but_is(text_of(*said), "no number" + why));
    }
    const double right =
        base <= 0
            ? 0.0
            : parts * (static_cast<double>(verdict_.duration - base) / static_cast<double>(base));
    if (std::abs(*said - right) <= kTolerance * std::abs(right)) return;
    fail(claim, says_but_is(text_of(*said), text_of(right) + why));
  }

  void check_floor() {
    // A lower one, as of a program that knows less, is none the less a floor.
    const model::Floor floor = model::make_strong_floor(graph_);
    const std::int64_t said = claims_.budget_floor.value_or(floor.bytes);
    if (said > floor.bytes) compare("budget_floor", said, floor.bytes);
    if (said != floor.bytes || !claims_.floor_nodes) return;
    std::vector<NodeId> right;
    for (const model::OpIndex op : operations_at(floor)) right.push_back(id_of(file_, op));
    if (*claims_.floor_nodes == right) return;
    fail("floor_nodes", says_but_is(list_of(*claims_.floor_nodes), list_of(right)));
  }

  const GraphFile& file_;
  const model::Graph& graph_;
  const ScheduleFile& schedule_;
  const ScheduleClaims& claims_;
  const model::Verdict& verdict_;
  std::optional<WrongClaim> wrong_;
};

// What is wrong with a step's list; nothing if it has the same names as often.
std::optional<std::string> compare_free(const model::Graph& graph,
                                        const std::vector<std::string_view>& said,
                                        std::span<const model::Buffer> freed) {
  std::vector<std::string> right;
  for (const model::Buffer& buffer : freed) {
    right.push_back(buffer_name(graph, buffer.tensor, buffer.copy));
  }
  std::vector<std::string_view> left_over = said;
  std::vector<std::string_view> missing(right.begin(), right.end());
  std::sort(left_over.begin(), left_over.end());
  std::sort(missing.begin(), missing.end());
  if (left_over == missing) return std::nullopt;
  std::vector<std::string_view> only_said, only_right;
  std::set_difference(left_over.begin(), left_over.end(), missing.begin(), missing.end(),
                      std::back_inserter(only_said));
  std::set_difference(missing.begin(), missing.end(), left_over.begin(), left_over.end(),
                      std::back_inserter(only_right));
  std::string message = says_but_is(list_of(said), list_of(right));
  if (!only_said.empty()) message += "; too many: " + list_of(only_said);
  if (!only_right.empty()) message += "; missing: " + list_of(only_right);
  return message;
}

std::optional<WrongClaim> audit_steps(const model::Graph& graph, const model::Schedule& schedule,
                                      const ScheduleClaims& claims) {
  model::Replay replay(graph, schedule);
  for (std::size_t step = 0; step < schedule.steps.size(); ++step) {
    const std::int64_t live = replay.run_step();
    if (claims.states_free) {
      if (auto message = compare_free(graph, claims.free[step], replay.freed())) {
        return WrongClaim{"free", step, *std::move(message)};
      }
    }
    const std::int64_t said = claims.live[step];
    if (said != ScheduleClaims::kUnstated && said != live) {
      return WrongClaim{"live", step, says_but_is(text_of(said), text_of(live))};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<WrongClaim> find_wrong_claim(const GraphFile& graph, const ScheduleFile& file,
                                           const model::Verdict& verdict) {
  MOCCASIN_ASSERT(file.schedule && verdict.in_scope());
  if (auto wrong = WholeAudit(graph, file, verdict).run()) return wrong;
  if (file.claims.live.empty()) return std::nullopt;  // steps of a near miss claim nothing
  MOCCASIN_ASSERT(file.claims.live.size() == file.schedule->steps.size());
  return audit_steps(graph.graph, *file.schedule, file.claims);
}

}  // namespace moccasin::io
