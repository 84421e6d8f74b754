// SPDX-License-Identifier: Apache-2.0
#include "plot/write_trace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/checked_int.h"
#include "base/strong_index.h"
#include "io/graph_units.h"
#include "io/json_text.h"
#include "io/operation_kind.h"
#include "model/floor.h"
#include "model/profile.h"

namespace moccasin::plot {
namespace {

// Ticks of the unit as microseconds, digit by digit: a double has too few of them.
std::string microseconds(std::int64_t ticks, std::string_view unit) {
  std::string digits = std::to_string(ticks);
  const int below = io::places_below_a_second(unit).value_or(6) - 6;
  if (below <= 0) return ticks == 0 ? digits : digits + std::string(-below, '0');
  const auto behind = static_cast<std::size_t>(below);
  if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
  digits.insert(digits.size() - behind, ".");
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

class TraceWriter {
 public:
  TraceWriter(std::ostream& out, const Drawing& drawing)
      : out_(out), graph_(*drawing.graph), drawing_(drawing) {}

  void write() {
    out_ << "{\"displayTimeUnit\":\"ms\",\n\"otherData\":";
    io::MemberWriter other(out_);
    io::write_text(other.key("graph", ","), drawing_.name);
    io::write_text(other.key("duration_unit", ","), graph_.duration_unit);
    io::write_text(other.key("size_unit", ","), graph_.size_unit);
    other.close();
    out_ << ",\n\"traceEvents\":[";
    for (std::size_t i = 0; i < drawing_.schedules.size(); ++i) {
      process_ = i + 1;
      write_names(drawing_.schedules[i]);
      write_runs(drawing_.schedules[i]);
    }
    out_ << "]}\n";
  }

 private:
  // The members that all events have; `close` ends the event.
  io::MemberWriter event(std::string_view phase, std::string_view name) {
    out_ << (first_ ? "\n" : ",\n");
    first_ = false;
    io::MemberWriter members(out_);
    io::write_text(members.key("ph", ","), phase);
    io::write_text(members.key("name", ","), name);
    members.key("pid", ",") << process_;
    members.key("tid", ",") << 1;
    return members;
  }

  void write_name(std::string_view what, std::string_view name) {
    io::MemberWriter members = event("M", what);
    members.key("args", ",");
    io::MemberWriter arguments(out_);
    io::write_text(arguments.key("name", ","), name);
    arguments.close();
    members.close();
  }

  void write_names(const DrawnSchedule& drawn) {
    write_name("process_name", drawn.name);
    write_name("thread_name", "operations");
    io::MemberWriter members = event("M", "process_sort_index");
    members.key("args", ",") << "{\"sort_index\":" << process_ << '}';
    members.close();
  }

  void write_runs(const DrawnSchedule& drawn) {
    const model::Schedule& schedule = drawn.schedule;
    const model::Profile profile = make_profile(graph_.graph, schedule);
    const bool timed = profile.duration > 0;
    const std::string_view unit = timed ? std::string_view(graph_.duration_unit) : "us";
    base::IndexedVector<model::OpIndex, std::int64_t> copies(graph_.graph.num_operations(), 0);
    std::int64_t start = 0;
    for (std::size_t step = 0; step < schedule.steps.size(); ++step) {
      const model::OpIndex op = schedule.steps[step];
      const std::int64_t ticks = timed ? graph_.graph.operation(op).duration : 1;
      write_live(microseconds(start, unit), profile.live[step], drawn.budget);
      io::MemberWriter members = event("X", graph_.graph.operation(op).name);
      members.key("ts", ",") << microseconds(start, unit);
      members.key("dur", ",") << microseconds(ticks, unit);
      write_run(members, op, step, copies[op]++, profile.live[step]);
      start = base::checked_add(start, ticks).value_or(INT64_MAX);
    }
    write_live(microseconds(start, unit), bytes_at_end(graph_.graph), drawn.budget);
  }

  void write_run(io::MemberWriter& members, model::OpIndex op, std::size_t step, std::int64_t copy,
                 std::int64_t live) {
    members.key("cat", ",") << (copy > 0 ? "\"recomputation\"" : "\"first run\"");
    if (copy > 0) members.key("cname", ",") << "\"bad\"";  // a colour of chrome://tracing
    members.key("args", ",");
    io::MemberWriter arguments(out_);
    io::write_text(arguments.key("kind", ","), io::operation_kind(graph_, op));
    arguments.key("step", ",") << step;
    arguments.key("copy", ",") << copy;
    arguments.key("live bytes", ",") << live;
    arguments.close();
    members.close();
  }

  void write_live(const std::string& when, std::int64_t bytes, std::optional<std::int64_t> budget) {
    io::MemberWriter members = event("C", "live memory");
    members.key("ts", ",") << when;
    members.key("args", ",");
    io::MemberWriter arguments(out_);
    arguments.key("bytes", ",") << bytes;
    if (budget) arguments.key("budget", ",") << *budget;
    arguments.close();
    members.close();
  }

  io::TextWriter out_;
  const io::GraphFile& graph_;
  const Drawing& drawing_;
  std::size_t process_ = 0;
  bool first_ = true;
};

}  // namespace

void write_trace(std::ostream& out, const Drawing& drawing) { TraceWriter(out, drawing).write(); }

}  // namespace moccasin::plot
