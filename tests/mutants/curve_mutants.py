# SPDX-License-Identifier: Apache-2.0
"""Planted bugs of the curve of time against memory, and of the least peak."""

from mutant import Mutant

CURVE, CHOICE = "search/curve/curve.cc", "search/curve/point_choice.cc"
READ_OFF = "search/curve/read_off.cc"
SWEEP, PEAK = "search/curve/sweep.cc", "search/curve/peak_search.cc"
# The program of tests/search/curve/ that has to notice.
TESTS = {CURVE: "curve", CHOICE: "point_choice", READ_OFF: "read_off", SWEEP: "sweep", PEAK: "peak_search"}


def planted(title: str, file: str, old: str, new: str) -> Mutant:
    return Mutant(title, file, old, new, TESTS[file])


MUTANTS = [
    planted("a new point of the curve has no bound from its right", CURVE,
            "bounds_.lower_bound(budget); bound", "bounds_.upper_bound(budget); bound"),
    planted("a new point of the curve has no schedule from its left", CURVE,
            "known->peak <= budget && known->duration", "false && known->duration"),
    planted("a schedule counts for budgets below its peak", CURVE,
            "if (point.budget < shared->peak) break;", ""),
    planted("a slower schedule takes the place of a faster one", CURVE,
            "if (shared->duration >= point.duration()) continue;", ""),
    planted("a bound holds for larger budgets too", CURVE,
            "    if (point.budget > budget) break;\n    raise_point", "    raise_point"),
    planted("a lower bound takes the place of a higher one", CURVE,
            "  if (bound <= point.bound) return;\n", ""),
    planted("a line is forgotten where a point comes later", CURVE,
            "  lines_.push_back({line, by});", ""),
    planted("what a line refutes is not said of the points there are", CURVE,
            "if (line.refutes(point.budget)) refute", "if (false) refute"),
    planted("what a line refutes is not said of points to come", CURVE,
            "if (known.line.refutes(budget)) refute", "if (false) refute"),
    planted("what is refuted is forgotten where a point comes later", CURVE,
            "if (budget <= refuted_) refute_point", "if (false) refute_point"),
    planted("a lower bound is forgotten where a higher one is of a smaller budget", CURVE,
            "if (next != bounds_.end() && next->second.bound >= bound) return;",
            "if (!bounds_.empty() && bounds_.begin()->second.bound >= bound) return;"),
    planted("a bound for points to come hides those of larger budgets", CURVE,
            "std::prev(place)->second.bound <= bound", "std::prev(place)->second.bound > bound"),
    planted("budgets are read off where least falls", READ_OFF,
            "area < other.area : budget", "area > other.area : budget"),
    planted("budgets that were asked for are read off twice", READ_OFF,
            "  points.erase(std::unique(points.begin(), points.end(), same), points.end());\n", ""),
    planted("budgets are read off where nothing fits", READ_OFF, " || more.infeasible", ""),
    planted("a half of what is read off is never halved again", READ_OFF,
            "    add(middle, widest.right);\n", ""),
    planted("an earlier run's points count out of the range too", SWEEP,
            "known.between || known.budget < from_ || known.budget > to_", "known.between"),
    planted("what an earlier run had between is worked on", SWEEP,
            "known.between || known.budget < from_", "known.budget < from_"),
    planted("a sweep ends when the points there are so far are closed", SWEEP,
            "  while (all_done() && add_next()) {\n  }\n", ""),
    planted("what an earlier run had between is lost", SWEEP,
            "read_off(curve_, earlier,", "read_off(curve_, {},"),
    planted("a line holds for the budgets below the first only", CURVE,
            "line.at(point.budget)", "line.at(points_.back().budget)"),
    planted("what a run proves of all budgets is not passed on", SWEEP,
            "for (const BoundLine& line : *lane.lines)",
            "if (false) for (const BoundLine& line : *lane.lines)"),
    planted("what is infeasible is so for larger budgets too", CURVE,
            "    if (point.budget > budget) break;\n    refute_point", "    refute_point"),
    planted("the knee is looked for above the chord", CHOICE,
            "const double below = 1 - along -", "const double below = along - 1 +"),
    planted("closed points get work", CHOICE, "    if (points[i].closed()) continue;\n", ""),
    planted("a point that has had much work gets as much again", CHOICE,
            "open * width_of(points, i) / had", "open * width_of(points, i)"),
    planted("points are put where nothing is left to see", CHOICE,
            "    if (area > most) {", "    if (!best || area < most) {"),
    planted("the floor refutes its own budget", SWEEP,
            "curve_.refute(floor_ - 1,", "curve_.refute(floor_,"),
    planted("schedules known before are not used", SWEEP,
            "    if (!verdict.valid()) continue;\n", "    if (by == kEarlier) continue;\n"),
    planted("bounds known before are not used", SWEEP,
            "curve_.raise(known.budget, known.bound, kEarlier);", ""),
    planted("the search's bound holds for one budget more", SWEEP,
            "curve_.raise(budget, solver.bound(),", "curve_.raise(budget, solver.bound() + 1,"),
    planted("a peak within the duration may take longer", PEAK,
            "|| verdict.duration > options_.max_duration", ""),
    planted("a refuted budget refutes the next as well", PEAK,
            "grid_.up(budget + 1)", "grid_.up(budget + 1) + grid_.step()"),
    planted("the floor of a later pass is one byte too high", PEAK,
            "refute(floor_.bytes - 1, \"floor\")", "refute(floor_.bytes, \"floor\")"),
]
