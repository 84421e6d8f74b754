#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the closure bound, and proofs of the whole program, with optima that HiGHS finds.

    bench/compare/closure_mip.py build/release --relaxations 1000 --whole 1000 --keep DIR

A problem on which they contradict each other is solved again with tight tolerances; if it is still
a contradiction, its graph is kept in DIR. Exit status 1 then.
"""

import argparse
import collections
import dataclasses
import json
import math
import multiprocessing
import pathlib
import statistics
import sys
import tempfile

import instances
import stages
from mip import Answer, Status
from relaxation import Extent, closure

ORDERS = ["kept", "free"]


@dataclasses.dataclass(frozen=True)
class Settings:
    build: pathlib.Path
    keep: pathlib.Path
    bound_seconds: float  # for one bound
    solve_seconds: float  # for one run of the whole program
    mip_seconds: float


@dataclasses.dataclass
class Findings:
    """Of one problem, in one scope. Times are pairs: HiGHS, ours."""

    counts: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    times: list[tuple[float, float]] = dataclasses.field(default_factory=list)
    contradictions: list[str] = dataclasses.field(default_factory=list)

    def expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.contradictions.append(otherwise)


class Comparison:
    """One problem, its graph in a file."""

    def __init__(self, settings: Settings, folder: str, seed: int, most: int, tight: bool):
        self.settings, self.tight = settings, tight
        self.program = settings.build / "app/moccasin"
        self.graph = pathlib.Path(folder) / f"{seed}.json"
        self.problem = instances.make(self.program, self.graph, seed, most)
        graph = json.loads(self.graph.read_text(encoding="utf-8"))
        self.budget = self.problem.budget + graph["resident"]
        self.base = sum(self.problem.duration)
        self.unit = max(math.gcd(*self.problem.duration), 1)
        self.far = 10 * self.base + self.unit  # no relaxed solution has that much

    def optimum(self, mip) -> Answer:
        return mip.solve(self.settings.mip_seconds, self.tight)

    def relaxed(self, order: str, extent: Extent, intervals: bool) -> Answer:
        return self.optimum(closure(self.problem, order, extent, intervals))

    def bound(self, order: str, upper: int, intervals: bool = True) -> dict:
        command = [self.settings.build / "bench/moccasin_bound_run", self.graph]
        command += [f"{self.budget}b", order, f"{upper}t", self.settings.bound_seconds]
        command += [] if intervals else ["once"]
        return json.loads(instances.run(command))

    def solve(self) -> dict:
        command = [self.program, "solve", self.graph, "--budget", self.budget, "--json", "--quiet"]
        command += ["--order", "kept", "--threads", 1, "--time-limit", self.settings.solve_seconds]
        return json.loads(instances.run(command))


def value_of(answer: Answer) -> float:
    """What no solution beats."""
    return math.inf if answer.status == Status.INFEASIBLE else answer.value


def kind_of(optimum: float) -> str:
    return "infeasible" if optimum == math.inf else "above 0" if optimum > 0 else "0"


def compare_relaxation(case: Comparison, order: str, intervals: bool) -> Findings:
    """No bound is above the optimum of the relaxation, whatever schedule is known; where the bound
    says that it is done, it is no lower than what it looks at event by event allows. With intervals
    that is so for those that it has split, at least none."""
    found = Findings()
    everything = case.relaxed(order, Extent.ALL, intervals)
    each = case.relaxed(order, Extent.EACH, intervals=False)
    if Status.OPEN in (everything.status, each.status):
        found.counts["unfinished"] += 1
        return found
    optimum, surely = value_of(everything), value_of(each)
    found.expect(surely <= optimum, f"fewer rules, but {surely} > {optimum}")
    found.counts[kind_of(optimum)] += 1
    near = optimum if optimum < math.inf else 10 * case.unit
    outcome = "equal"
    for upper in [case.far, near, near + case.unit, near + 10 * case.unit]:
        result = case.bound(order, upper, intervals)
        bound, state = result["bound_ticks"], result["state"]
        what = f"order {order}, upper bound {upper}: bound {bound} ({state}), optimum {optimum}"
        found.expect(bound <= min(upper, optimum), f"too high: {what}")
        if state == "open":
            outcome = "open"
            continue
        found.expect(bound >= min(upper, surely), f"not all is done: {what}, surely {surely}")
        if outcome == "equal" and bound != min(upper, optimum):
            outcome = "below"
        if upper == case.far:
            found.times.append((everything.seconds, result["seconds"]))
    found.counts[outcome] += 1
    return found


def compare_whole(case: Comparison) -> Findings:
    """No bound is above the optimum of the problem, and what is called optimal is."""
    found = Findings()
    answer = case.optimum(stages.whole(case.problem))
    if answer.status == Status.OPEN:
        found.counts["unfinished"] += 1
        return found
    optimum = value_of(answer)
    found.counts[kind_of(optimum)] += 1
    for order in ORDERS:
        near = [optimum, optimum + case.unit] if optimum < math.inf else []
        for upper in [case.far, *near]:
            result = case.bound(order, upper)
            what = f"order {order}, upper bound {upper}: bound {result['bound_ticks']}"
            found.expect(result["bound_ticks"] <= optimum, f"{what}, optimum {optimum}")
            if order == "kept" and upper == case.far and optimum < math.inf:
                found.counts["tight"] += result["bound_ticks"] == optimum
    solved = case.solve()
    status = solved["status"]
    duration = solved["duration"] - case.base if "duration" in solved else math.inf
    what = f"solve says {status}: {duration}, optimum {optimum}"
    found.expect(duration >= optimum, f"faster: {what}")
    bound = solved.get("bound", 0) - case.base
    found.expect(bound <= optimum, f"bound {bound}: {what}")
    if status in ("optimal", "infeasible"):
        found.expect(duration == optimum, what)
        found.counts["equal"] += 1
        found.times.append((answer.seconds, solved["time"]))
    else:
        found.counts["open"] += 1
    return found


def examine(task: tuple[Settings, str, int, int]) -> list[tuple[str, Findings]]:
    settings, scope, seed, most = task

    def look(tight: bool) -> list[tuple[str, Findings]]:
        case = Comparison(settings, folder, seed, most, tight)
        if scope == "whole":
            return [("whole problem, kept", compare_whole(case))]
        kinds = [(order, each) for order in ORDERS for each in (False, True)]
        return [
            (f"relaxation, {order}{', intervals' * each}", compare_relaxation(case, order, each))
            for order, each in kinds
        ]

    with tempfile.TemporaryDirectory() as folder:
        found = look(tight=False)
        if not any(of.contradictions for _, of in found):
            return found
        again = look(tight=True)
        for (_, loose), (_, tight) in zip(found, again):
            tight.counts["doubtful"] += bool(loose.contradictions and not tight.contradictions)
        if any(of.contradictions for _, of in again):
            settings.keep.mkdir(parents=True, exist_ok=True)
            graph = pathlib.Path(folder) / f"{seed}.json"
            (settings.keep / f"{scope}-{seed}.json").write_bytes(graph.read_bytes())
        return again


def time_texts(times: list[tuple[float, float]]) -> list[str]:
    if not times:
        return ["-"] * 3
    theirs, ours = zip(*times)
    medians = [f"{1000 * statistics.median(of):.2f} ms" for of in (theirs, ours)]
    ratio = statistics.median(a / max(b, 1e-6) for a, b in times)
    return [*medians, f"{ratio:.0f} (sums: {sum(theirs) / max(sum(ours), 1e-6):.0f})"]


def table(results: dict[str, list[Findings]]) -> None:
    columns = ["problems", "unfinished", "infeasible", "0", "above 0"]
    columns += ["equal", "below", "open", "tight", "doubtful"]
    head = ["scope", *columns, "contradictions", "HiGHS", "moccasin", "ratio"]
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for scope, found in sorted(results.items()):
        counts = sum((of.counts for of in found), collections.Counter())
        counts["problems"] = len(found)
        cells = [str(counts[column]) for column in columns]
        cells.append(str(sum(bool(of.contradictions) for of in found)))
        cells += time_texts([times for of in found for times in of.times])
        print("| " + " | ".join([scope, *cells]) + " |")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("build", type=pathlib.Path, help="the folder of the build")
    parser.add_argument("--relaxations", type=int, default=100, metavar="N", help="problems")
    parser.add_argument("--whole", type=int, default=100, metavar="N", help="problems")
    parser.add_argument("--first", type=int, default=0, metavar="SEED")
    parser.add_argument(
        "--most", type=int, nargs=2, default=[60, 26], metavar="N", help="operations, of either"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        nargs=3,
        default=[2, 5, 10],
        metavar=("BOUND", "SOLVE", "HIGHS"),
        help="for a bound, a run of moccasin solve, a run of HiGHS",
    )
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path, default="contradictions", metavar="DIR")
    return parser.parse_args()


def main() -> int:
    args = arguments()
    settings = Settings(args.build.resolve(), args.keep, *args.seconds)
    tasks = []
    counts = {"relaxation": args.relaxations, "whole": args.whole}
    for (scope, count), most in zip(counts.items(), args.most):
        tasks += [(settings, scope, args.first + i, most) for i in range(count)]
    results = collections.defaultdict(list)
    with multiprocessing.Pool(args.processes) as pool:
        for task, found in zip(tasks, pool.imap(examine, tasks)):
            for scope, of in found:
                results[scope].append(of)
                for line in of.contradictions:
                    print(f"{scope}, seed {task[2]}: {line}", flush=True)
    table(results)
    return 1 if any(of.contradictions for found in results.values() for of in found) else 0


if __name__ == "__main__":
    sys.exit(main())
