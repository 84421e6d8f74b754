// SPDX-License-Identifier: Apache-2.0
#include "io/document_parts.h"
#include "io/json_text.h"
#include "io/sweep_file.h"
#include "io/text_writer.h"

namespace moccasin::io {
namespace {

std::optional<double> overhead_percent(const SweepFile& sweep, const SweepRow& row) {
  if (!row.duration) return std::nullopt;
  const auto part = excess(*row.duration, sweep.base_duration);
  return part ? std::optional(100 * *part) : std::nullopt;
}

void write_row(TextWriter& out, const SweepFile& sweep, const SweepRow& row) {
  MemberWriter object(out);
  object.key("budget", ",") << row.budget;
  write_text(object.key("status", ","), row.status);
  if (row.duration) {
    object.key("duration", ",") << *row.duration;
    if (const auto overhead = overhead_percent(sweep, row)) {
      object.key("overhead_percent", ",") << *overhead;
    }
    object.key("peak", ",") << row.peak.value_or(0);
    write_text(object.key("found_by", ","), row.found_by);
    if (const auto gap = excess(*row.duration, row.bound)) object.key("gap", ",") << *gap;
  }
  if (row.status != "infeasible") object.key("bound", ",") << row.bound;
  write_text(object.key("bound_by", ","), row.bound_by);
  if (row.between) object.key("between", ",") << "true";
  if (row.read_off) object.key("read_off", ",") << "true";
  object.close();
}

void write_solver(TextWriter& out, const SweepFile& sweep) {
  MemberWriter solver(out);
  write_text(solver.key("version", ","), sweep.version);
  if (!sweep.commit.empty()) write_text(solver.key("commit", ","), sweep.commit);
  solver.key("seed", ",") << sweep.seed;
  solver.key("threads", ",") << sweep.threads;
  solver.key("work", ",") << sweep.work;
  solver.close();
}

}  // namespace

void write_sweep(std::ostream& stream, const GraphFile& graph, const SweepFile& sweep) {
  TextWriter out(stream);
  MemberWriter top(out);
  write_text(top.key("format"), "moccasin-sweep");
  top.key("version") << 1;
  write_text(top.key("stop"), sweep.stop);
  write_scope(top.key("scope"), sweep.order, sweep.max_copies);
  write_graph_facts(top.key("graph"), graph);
  top.key("base") << "{\"duration\":" << sweep.base_duration << ",\"peak\":" << sweep.base_peak
                  << '}';
  top.key("budget_floor") << sweep.budget_floor;
  if (sweep.knee_budget) top.key("knee_budget") << *sweep.knee_budget;
  top.key("time") << sweep.time;
  write_solver(top.key("solver"), sweep);
  TextWriter& points = top.key("points");
  const char* separator = "\n";
  points << '[';
  for (const SweepRow& row : sweep.rows) {
    write_row(points << separator, sweep, row);
    separator = ",\n";
  }
  points << ']';
  top.close();
  out << '\n';
}

void write_sweep_csv(std::ostream& stream, const SweepFile& sweep) {
  TextWriter out(stream);
  out << "budget,status,duration,overhead_percent,peak,bound,found_by,bound_by,point\n";
  for (const SweepRow& row : sweep.rows) {
    out << row.budget << ',' << row.status << ',';
    if (row.duration) out << *row.duration;
    out << ',';
    if (const auto overhead = overhead_percent(sweep, row)) out << *overhead;
    out << ',';
    if (row.peak) out << *row.peak;
    out << ',';
    if (row.status != "infeasible") out << row.bound;
    out << ',' << row.found_by << ',' << row.bound_by << ','
        << (row.read_off  ? "read_off"
            : row.between ? "between"
                          : "asked")
        << '\n';
  }
}

}  // namespace moccasin::io
