# SPDX-License-Identifier: Apache-2.0
"""Planted bugs of the curve of time against memory, and of the least peak."""

from mutant import Mutant

CURVE, CHOICE = "search/curve/curve.cc", "search/curve/point_choice.cc"
SWEEP, PEAK = "search/curve/sweep.cc", "search/curve/peak_search.cc"
# The program of tests/search/curve/ that has to notice.
TESTS = {CURVE: "curve", CHOICE: "point_choice", SWEEP: "sweep", PEAK: "peak_search"}


def planted(title: str, file: str, old: str, new: str) -> Mutant:
    return Mutant(title, file, old, new, TESTS[file])


MUTANTS = [
    planted("a new point of the curve has no bound from its right", CURVE,
            "    point.bound = place->bound;\n", ""),
    planted("a new point of the curve has no schedule from its left", CURVE,
            "known->peak <= budget && known->duration", "false && known->duration"),
    planted("a schedule counts for budgets below its peak", CURVE,
            "if (point.budget < shared->peak) break;", ""),
    planted("a slower schedule takes the place of a faster one", CURVE,
            "if (shared->duration >= point.duration()) continue;", ""),
    planted("a bound holds for larger budgets too", CURVE,
            "    if (point.budget > budget) break;\n    raise_point", "    raise_point"),
    planted("a lower bound takes the place of a higher one", CURVE,
            "  if (bound <= point.bound) return false;\n", ""),
    planted("a line is forgotten where a point comes later", CURVE,
            "if (says_more) lines_", "if (false) lines_"),
    planted("a line holds for the budgets below the first only", CURVE,
            "line.at(point.budget)", "line.at(points_.back().budget)"),
    planted("what a run proves of all budgets is not passed on", SWEEP,
            "for (const BoundLine& line : *lane.lines)",
            "if (false) for (const BoundLine& line : *lane.lines)"),
    planted("what is infeasible is so for larger budgets too", CURVE,
            "    if (point.budget > budget) break;\n    if (std::exchange",
            "    if (std::exchange"),
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
