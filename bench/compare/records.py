# SPDX-License-Identifier: Apache-2.0
"""What a comparison leaves in its folder: settings.json, runs.csv, traces.csv, and table.md, the table of them."""

import csv
import io
import json
import math
import os
import pathlib
import statistics
import sys
import typing

from contenders import Case, End, Point, Run


class Key(typing.NamedTuple):
    graph: str
    percent: int
    seed: int
    solver: str


RUN = [*Key._fields, "base", "fingerprint", "end", "refused", "points"]  # points: lines of its trace
TRACE = [*Key._fields, "seconds", "duration", "bound"]
ANY_COPIES = {"knapsack"}  # solvers whose schedules may be better than those of the others

COLUMNS = ["graph", "budget", "beside", "its %", "found after", "proved after"]
COLUMNS += ["moccasin as good after", "ratio", "moccasin %", "proved after"]
HEAD = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}\n"


def number(text: str) -> int | None:
    return int(text) if text else None


def rows(path: pathlib.Path, columns: list[str]) -> list[list[str]]:
    """Without the head, and without a last line that was cut off while it was written."""
    if not path.exists():
        return []
    whole = b"".join(path.read_bytes().rpartition(b"\n")[:2])
    lines = list(csv.reader(io.StringIO(whole.decode("utf-8"))))
    if lines and len(lines[-1]) < len(columns):
        lines.pop()
    if lines and lines[0] != columns:
        sys.exit(f"{path}: its columns are not {','.join(columns)}")
    for i, line in enumerate(lines):
        if len(line) != len(columns):
            sys.exit(f"{path}: line {i + 1} has {len(line)} fields, not {len(columns)}")
    return lines[1:]


def contradiction(runs: dict[Key, Run]) -> str | None:
    """Between runs on one problem in one scope."""

    def of(key: Key) -> str:
        return f"{key.solver}, seed {key.seed}"

    made = {key: run.trace[-1].duration for key, run in runs.items() if run.trace[-1].duration is not None}
    if not made:
        return None
    best = min(made, key=made.get)
    for key, run in runs.items():
        if run.end == End.INFEASIBLE:
            return f"infeasible for {of(key)}, but {of(best)} has a schedule of {made[best]}"
        bound = made[key] if run.end == End.OPTIMAL else run.trace[-1].bound
        if bound is not None and bound > made[best]:
            return f"at least {bound} for {of(key)}, but {of(best)} has a schedule of {made[best]}"
    return None


class Records:
    def __init__(self, folder: pathlib.Path, settings: dict | None = None):
        """`settings`: of new runs; they must be those of the runs that there are. Without them it only reads."""
        self.folder = folder
        self.base: dict[tuple[str, int], int] = {}  # durations, by graph and per cent
        self.fingerprints: dict[str, str] = {}  # by graph
        self.runs: dict[Key, Run] = {}
        if settings is not None:
            self.keep_to(settings)
        self.load()
        if settings is not None:
            self.save()
            for name, percent in self.base:
                self.refuse_contradictions(name, percent)

    def keep_to(self, settings: dict) -> None:
        path = self.folder / "settings.json"
        if not path.exists():
            if (self.folder / "runs.csv").exists():
                sys.exit(f"{self.folder} has runs, but no settings.json that says what they are of: use another --out")
            self.folder.mkdir(parents=True, exist_ok=True)
            self.write("settings.json", json.dumps(settings, indent=1) + "\n")
        known = json.loads(path.read_text(encoding="utf-8"))
        if known != settings:
            sys.exit(f"{self.folder} has runs with other settings, {known} and not {settings}: use another --out")

    def load(self) -> None:
        """What was cut off, a trace without its run or a run without all of its trace, is left out."""
        traces: dict[Key, list[Point]] = {}
        for name, percent, seed, solver, seconds, duration, bound in rows(self.folder / "traces.csv", TRACE):
            key = Key(name, int(percent), int(seed), solver)
            traces.setdefault(key, []).append(Point(float(seconds), number(duration), number(bound)))
        for name, percent, seed, solver, base, fingerprint, end, refused, points in rows(self.folder / "runs.csv", RUN):
            key = Key(name, int(percent), int(seed), solver)
            if len(traces.get(key, [])) == int(points):
                self.base[name, key.percent] = int(base)
                self.fingerprints[name] = fingerprint
                self.runs[key] = Run(traces[key], End(end), int(refused))

    def write(self, name: str, text: str) -> None:
        """As a whole: whoever is killed meanwhile leaves what was there before."""
        new = self.folder / f"{name}.new"
        new.write_text(text, encoding="utf-8", newline="")
        os.replace(new, self.folder / name)

    def write_rows(self, name: str, lines: list[list]) -> None:
        file = io.StringIO()
        csv.writer(file, lineterminator="\n").writerows(lines)
        self.write(name, file.getvalue())

    def save(self) -> None:
        traces, runs = [TRACE], [RUN]
        for key, run in self.runs.items():
            traces += [[*key, point.seconds, point.duration, point.bound] for point in run.trace]
            base = self.base[key.graph, key.percent]
            runs.append([*key, base, self.fingerprints[key.graph], run.end.value, run.refused, len(run.trace)])
        self.write_rows("traces.csv", traces)
        self.write_rows("runs.csv", runs)
        self.write("table.md", self.table())

    def expect_graph(self, name: str, fingerprint: str) -> None:
        known = self.fingerprints.get(name, fingerprint)
        if known != fingerprint:
            sys.exit(f"{self.folder} has runs on another graph {name}, {known}, not {fingerprint}: use another --out")

    def add(self, case: Case, seed: int, solver: str, run: Run) -> None:
        self.expect_graph(case.name, case.fingerprint)
        self.base[case.name, case.percent] = case.base
        self.fingerprints[case.name] = case.fingerprint
        self.runs[Key(case.name, case.percent, seed, solver)] = run
        self.save()
        self.refuse_contradictions(case.name, case.percent)

    def refuse_contradictions(self, name: str, percent: int) -> None:
        """Seeds do not change the problem."""
        runs = {key: run for key, run in self.runs.items() if key[:2] == (name, percent)}
        why = contradiction({key: run for key, run in runs.items() if key.solver not in ANY_COPIES})
        if why is not None:
            sys.exit(f"contradiction: {name}, {percent} %: {why}; see {self.folder / 'traces.csv'}")

    def table(self) -> str:
        beside: dict[tuple[str, int, str], list[tuple[Run, Run]]] = {}  # a pair for each seed
        for key, run in self.runs.items():
            own = self.runs.get(key._replace(solver="moccasin"))
            if key.solver != "moccasin" and own is not None:
                beside.setdefault((key.graph, key.percent, key.solver), []).append((run, own))
        lines = []
        for (name, percent, solver), pairs in beside.items():
            lines.append(line(f"{name} | {percent} % | {solver}", self.base[name, percent], pairs))
        return HEAD + "".join(lines)


def reached(trace: list[Point], target: int | None) -> float:
    """When there is a schedule that takes at most `target`, or any without one; infinite: never."""
    most = math.inf if target is None else target
    return next((p.seconds for p in trace if p.duration is not None and p.duration <= most), math.inf)


def text(seconds: float) -> str:
    if seconds == math.inf:
        return "never"
    return f"{seconds:.0f} s" if seconds >= 100 else f"{seconds:.3g} s"


def overhead(base: int, runs: list[Run]) -> str:
    durations = [run.trace[-1].duration for run in runs]
    percent = statistics.median(math.inf if d is None else 100 * (d / base - 1) for d in durations)
    refused = sum(run.refused for run in runs)
    return ("none" if percent == math.inf else f"{percent:.4f}") + (f" ({refused} refused)" if refused > 0 else "")


def gap(last: Point) -> float:
    known = last.duration is not None and last.bound is not None
    return 100 * (last.duration / max(last.bound, 1) - 1) if known else math.inf


def proof(runs: list[Run]) -> str:
    """Those without one count as never done."""
    lasts = [run.trace[-1] for run in runs]
    proved = [last.seconds if run.end in (End.OPTIMAL, End.INFEASIBLE) else math.inf for run, last in zip(runs, lasts)]
    done = statistics.median(proved)
    if done < math.inf:
        return "infeasible, " * any(run.end == End.INFEASIBLE for run in runs) + text(done)
    if all(last.bound is None for last in lasts):
        return "no bound"
    left = statistics.median(map(gap, lasts))
    seconds = text(statistics.median(last.seconds for last in lasts))
    return f"open at {seconds}" + (f", gap {left:.2f} %" if left < math.inf else "")


def ratio(theirs: Run, ours: Run) -> tuple[float, float]:
    """Their time to their best schedule by ours to one as good: at least, and at most. 0: neither can be said."""
    target = theirs.trace[-1].duration
    good = reached(ours.trace, target)
    if not 0 < good < math.inf or (target is None and theirs.end != End.OPEN):
        return 0.0, 0.0
    if target is None:  # then it counts that there is a schedule at all
        return theirs.trace[-1].seconds / good, math.inf
    value = reached(theirs.trace, target) / good
    return value, value


def ratio_text(least: float, most: float) -> str:
    if most == 0:
        return "-"
    return ">" * (least < most) + (f"{least:.0f}" if least >= 10 else f"{least:.2g}")


def ratios(pairs: list[tuple[Run, Run]]) -> str:
    least, most = zip(*(ratio(theirs, ours) for theirs, ours in pairs))
    texts = [ratio_text(of(least), of(most)) for of in (statistics.median, min, max)]
    return texts[0] if texts[1] == texts[2] else f"{texts[0]} ({texts[1]}..{texts[2]})"


def line(head: str, base: int, pairs: list[tuple[Run, Run]]) -> str:
    """Of a solver's runs and moccasin's with the same seeds: medians."""
    theirs, ours = [list(of) for of in zip(*pairs)]
    found = statistics.median(reached(run.trace, run.trace[-1].duration) for run in theirs)
    good = statistics.median(reached(own.trace, run.trace[-1].duration) for run, own in pairs)
    cells = [overhead(base, theirs), text(found), proof(theirs), text(good), ratios(pairs)]
    cells += [overhead(base, ours), proof(ours)]
    return f"| {head} | {' | '.join(cells)} |\n"
