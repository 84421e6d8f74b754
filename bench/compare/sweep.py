#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One sweep against a loop over solve: the same graph, number of budgets, threads and total time.

    sweep.py PROGRAM GRAPH... [--seconds 30] [--points 16] [--threads 2]

The loop is what one would write by hand: evenly spaced budgets from the floor to the base peak, an
even share of the time for each. Compared is the area between the two curves as functions of the
budget, in per cent of the base duration, over all budgets for which both have a schedule: the
fastest schedule whose peak is within the budget, and the highest bound proved at it or above. Both
sides may use a schedule for every larger budget and a bound for every smaller one. The second ratio
is that of the gaps alone: the loop solves at the budgets that the sweep has chosen.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 10, 20):
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def sweep(program, graph, seconds, points, threads):
    curve = run([program, "sweep", graph, "-t", str(seconds), "-n", str(points),
                 "-p", str(threads), "--json"])
    return curve, [(p["budget"], p.get("duration"), p.get("bound"), p.get("peak"))
                   for p in curve["points"]]


def loop(program, graph, budgets, seconds, threads):
    points = []
    for budget in budgets:
        answer = run([program, "solve", graph, "-b", str(budget), "-t", str(seconds / len(budgets)),
                      "-p", str(threads), "--json", "-q"])
        bound = None if answer["status"] == "infeasible" else answer.get("bound")
        points.append((budget, answer.get("duration"), bound, answer.get("peak")))
    return points


def upper(points, budget):
    """The duration of the fastest known schedule that fits."""
    return min((d for _, d, _, peak in points if d is not None and peak <= budget), default=None)


def lower(points, budget):
    """The highest bound that holds."""
    return max((bound for b, _, bound, _ in points if bound is not None and b >= budget))


def area(points, first, last, base):
    """Between the curves from budget `first` to `last`: both are constant between these cuts."""
    cuts = {first, last}
    for budget, duration, _, peak in points:
        cuts.update(cut for cut in (budget, peak if duration is not None else None)
                    if cut is not None and first < cut < last)
    cuts = sorted(cuts)
    # A bound proved at a budget holds up to it, a schedule from its peak on: in the middle of two
    # cuts nothing changes.
    total = sum((upper(points, left) - lower(points, right)) * (right - left)
                for left, right in zip(cuts, cuts[1:]))
    return 100 * total / base / (last - first)


def gaps(points, both, base):
    return sum(100 * (points[i][1] - points[i][2]) / base for i in both) / len(both)


def is_monotone(points):
    known = [p for p in points if p[1] is not None]
    return (all(a[1] >= b[1] for a, b in zip(known, known[1:]))
            and all(a[2] >= b[2] for a, b in zip(known, known[1:])))


def compare(program, graph, seconds, points, threads):
    curve, swept = sweep(program, graph, seconds, points, threads)
    first, last, base = curve["budget_floor"], curve["base"]["peak"], curve["base"]["duration"]
    even = [first + (last - first) * i // (points - 1) for i in range(points)]
    looped = loop(program, graph, even, seconds, threads)
    asked = [p["budget"] for p in curve["points"] if not p.get("between")]
    again = loop(program, graph, asked, seconds, threads)
    start = max(min(peak for _, d, _, peak in each if d is not None) for each in (swept, looped))
    areas = [area(each, start, last, base) for each in (swept, looped)]
    named = [p for p in swept if p[0] in set(asked)]
    both = [i for i in range(len(named)) if named[i][1] is not None and again[i][1] is not None]
    means = [gaps(each, both, base) for each in (named, again)]
    known = [sum(p[1] is not None for p in each) for each in (swept, looped)]
    print(f"{Path(graph).stem[:30]:30} known {known[0]:2} / {known[1]:2} of {len(swept)}, area "
          f"{areas[0]:6.3f} / {areas[1]:6.3f} = {areas[0] / areas[1]:4.2f}; gaps {means[0]:6.3f} / "
          f"{means[1]:6.3f} = {means[0] / max(means[1], 1e-12):4.2f}; "
          f"{'monotone' if is_monotone(swept) else 'NOT MONOTONE'}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("program")
    parser.add_argument("graphs", nargs="+")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--points", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    for graph in options.graphs:
        compare(options.program, graph, options.seconds, options.points, options.threads)


if __name__ == "__main__":
    main()
