#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws what side_by_side.py has measured: overhead and gap over time, a row for each problem.

    bench/compare/pictures.py DIR -o pictures.svg
"""

import argparse
import pathlib

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


def overheads(trace: list[Point], base: int) -> list[tuple[float, float]]:
    return [(p.seconds, 100 * (p.duration / base - 1)) for p in trace if p.duration is not None]


def gaps(trace: list[Point]) -> list[tuple[float, float]]:
    """To a bound of its own."""
    known = [p for p in trace if p.duration is not None and p.bound is not None]
    return [(p.seconds, 100 * (p.duration / max(p.bound, 1) - 1)) for p in known]


def draw(axes, points: list[tuple[float, float]], solver: str, run: Run, until: float) -> None:
    if not points:
        axes.plot([], [], color=COLORS[solver], label=f"{solver}: none")
        return
    times, values = zip(*points)
    proved = run.end == End.OPTIMAL
    last = times[-1] if proved else until
    axes.step([*times, last], [*values, values[-1]], where="post", color=COLORS[solver], label=solver)
    axes.plot(times[0], values[0], "o", color=COLORS[solver], markersize=3)
    if proved:
        axes.plot(last, values[-1], "*", color=COLORS[solver], markersize=9)


def picture(records: Records):
    rows = list(records.base)
    figure, axes = pyplot.subplots(len(rows), 2, figsize=(11, 2.9 * len(rows)), squeeze=False)
    for (name, percent), (left, right) in zip(rows, axes):
        runs = {key[2]: run for key, run in records.runs.items() if key[:2] == (name, percent)}
        until = max(run.trace[-1].seconds for run in runs.values())
        for solver, run in runs.items():
            draw(left, overheads(run.trace, records.base[name, percent]), solver, run, until)
            draw(right, gaps(run.trace), solver, run, until)
        left.set_title(f"{name}, {percent} % of the base peak", fontsize=9)
        left.set_ylabel("overhead, %")
        right.set_ylabel("gap to its own bound, %")
        left.legend(fontsize=8)
        for panel in (left, right):
            panel.set_xscale("log")
            panel.set_ylim(bottom=0)
            panel.grid(alpha=0.3)
    for panel in axes[-1]:
        panel.set_xlabel("seconds, everything included; a star: proved optimal")
    figure.tight_layout()
    return figure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=pathlib.Path, help="what side_by_side.py wrote")
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True, help=".svg, .png or .pdf")
    args = parser.parse_args()
    picture(Records(args.folder)).savefig(args.output, metadata={"Date": None})


if __name__ == "__main__":
    main()
