#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws what side_by_side.py has measured: overhead and gap over time, a row for each problem.

    bench/compare/pictures.py DIR -o pictures.svg --rows RL1:90 RL2:80

A line is solid while its solver ran, and dotted from there on if it ended without a proof.
"""

import argparse
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402  after the choice of what draws

from contenders import End, Point, Run
from records import Records

COLORS = {  # told apart by everybody (Okabe and Ito)
    "moccasin": "#0072B2",
    "cp-sat": "#D55E00",
    "cp-sat-reservoirs": "#E69F00",
    "checkmate": "#009E73",
    "knapsack": "#CC79A7",
}
MARKS = "A star: proved optimal. A bar: the run's end without a proof. "
CLOCKS = """Seconds of CP-SAT, HiGHS and the knapsack count from when the model is begun,
of moccasin from the start of its main(), reading included."""


def overheads(trace: list[Point], base: int) -> list[tuple[float, float]]:
    return [(p.seconds, 100 * (p.duration / base - 1)) for p in trace if p.duration is not None]


def gaps(trace: list[Point]) -> list[tuple[float, float]]:
    """To a bound of its own."""
    known = [p for p in trace if p.duration is not None and p.bound is not None]
    return [(p.seconds, 100 * (p.duration / max(p.bound, 1) - 1)) for p in known]


def label(solver: str, runs: list[Run]) -> str:
    if any(run.end == End.INFEASIBLE for run in runs):
        return f"{solver}: infeasible"
    return solver if any(run.trace[-1].duration is not None for run in runs) else f"{solver}: none"


def draw(axes, points: list[tuple[float, float]], color: str, proved: bool, until: float) -> None:
    """The last point is the run's end."""
    if not points:
        return
    times, values = zip(*points)
    axes.step(times, values, where="post", color=color)
    axes.plot(times[0], values[0], "o", color=color, markersize=3)
    if proved:
        axes.plot(times[-1], values[-1], "*", color=color, markersize=9, clip_on=False)
    else:
        axes.plot(times[-1], values[-1], "|", color=color, markersize=9, clip_on=False)
        axes.plot([times[-1], until], [values[-1]] * 2, ":", color=color)


def row(left, right, base: int, by_solver: dict[str, list[Run]]) -> None:
    """A line for every seed."""
    until = max(run.trace[-1].seconds for runs in by_solver.values() for run in runs)
    for solver, runs in by_solver.items():
        color = COLORS[solver]
        left.plot([], [], color=color, label=label(solver, runs))
        for run in runs:
            draw(left, overheads(run.trace, base), color, run.end == End.OPTIMAL, until)
            draw(right, gaps(run.trace), color, run.end == End.OPTIMAL, until)
    left.set_ylabel("overhead, %")
    right.set_ylabel("gap to its own bound, %")
    left.legend(fontsize=8)
    for panel in (left, right):
        panel.set_xscale("log")
        panel.set_ylim(bottom=0)
        panel.grid(alpha=0.3)


def picture(records: Records, problems: list[tuple[str, int]]):
    figure, axes = pyplot.subplots(len(problems), 2, figsize=(11, 2.9 * len(problems) + 0.4), squeeze=False)
    for (name, percent), (left, right) in zip(problems, axes):
        by_solver: dict[str, list[Run]] = {}
        for key, run in records.runs.items():
            if key[:2] == (name, percent):
                by_solver.setdefault(key.solver, []).append(run)
        row(left, right, records.base[name, percent], by_solver)
        left.set_title(f"{name}, {percent} % of the base peak", fontsize=9)
    for panel in axes[-1]:
        panel.set_xlabel("seconds")
    figure.supxlabel(MARKS + CLOCKS, fontsize=8)
    figure.tight_layout()
    return figure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=pathlib.Path, help="what side_by_side.py wrote")
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True, help=".svg, .png or .pdf")
    parser.add_argument("--rows", nargs="+", metavar="GRAPH:PERCENT", help="some of them, in this order")
    args = parser.parse_args()
    records = Records(args.folder)
    if not records.runs:
        sys.exit(f"pictures.py: {args.folder} has no runs")
    known = {f"{name}:{percent}": (name, percent) for name, percent in records.base}
    for name in args.rows or []:
        if name not in known:
            sys.exit(f"pictures.py: '{name}' is none of {', '.join(known)}")
    problems = [known[name] for name in args.rows or known]
    picture(records, problems).savefig(args.output, metadata={"Date": None} if args.output.suffix == ".svg" else None)


if __name__ == "__main__":
    main()
