# SPDX-License-Identifier: Apache-2.0
"""What a comparison leaves in its folder: settings.json, runs.csv, traces.csv, and the table of them."""

import csv
import json
import pathlib
import sys

from contenders import Case, End, Point, Run

RUN = ["graph", "percent", "base", "solver", "end"]
TRACE = ["graph", "percent", "solver", "seconds", "duration", "bound"]
Key = tuple[str, int, str]  # graph, per cent, solver

HEAD = """| graph | budget | beside | its % | found after | proved after | moccasin as good after | ratio | moccasin % | proved after |
|---|---|---|---|---|---|---|---|---|---|
"""


def number(text: str) -> int | None:
    return int(text) if text else None


class Records:
    def __init__(self, folder: pathlib.Path, settings: dict | None = None):
        """`settings`: of new runs; they must be those of the runs that there are."""
        self.folder = folder
        self.base: dict[tuple[str, int], int] = {}  # durations
        self.runs: dict[Key, Run] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self.keep_to(settings)
        traces: dict[Key, list[Point]] = {}
        for row in self.read("traces.csv", TRACE):
            point = Point(float(row["seconds"]), number(row["duration"]), number(row["bound"]))
            traces.setdefault(self.key(row), []).append(point)
        for row in self.read("runs.csv", RUN):
            name, percent, _ = key = self.key(row)
            self.base[name, percent] = int(row["base"])
            self.runs[key] = Run(traces[key], End(row["end"]))
        if traces.keys() != self.runs.keys():  # a run was cut off while it was written
            rows = [self.trace_rows(key, run) for key, run in self.runs.items()]
            self.put("traces.csv", "w", [TRACE, *(row for of in rows for row in of)])

    def keep_to(self, settings: dict | None) -> None:
        path = self.folder / "settings.json"
        if settings is None:
            return
        if not path.exists():
            path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
        known = json.loads(path.read_text(encoding="utf-8"))
        if known != settings:
            sys.exit(f"{self.folder} has runs with other settings, {known}: use another --out")

    @staticmethod
    def key(row: dict) -> Key:
        return row["graph"], int(row["percent"]), row["solver"]

    @staticmethod
    def trace_rows(key: Key, run: Run) -> list[list]:
        return [[*key, p.seconds, p.duration, p.bound] for p in run.trace]

    def read(self, name: str, columns: list[str]) -> list[dict]:
        path = self.folder / name
        if not path.exists():
            self.put(name, "w", [columns])
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def put(self, name: str, mode: str, rows: list[list]) -> None:
        with (self.folder / name).open(mode, encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    def add(self, case: Case, solver: str, run: Run) -> None:
        key = case.name, case.percent, solver
        self.put("traces.csv", "a", self.trace_rows(key, run))
        self.put("runs.csv", "a", [[case.name, case.percent, case.base, solver, run.end.value]])
        self.base[case.name, case.percent] = case.base
        self.runs[key] = run
        (self.folder / "table.md").write_text(self.table(), encoding="utf-8")

    def table(self) -> str:
        lines = []
        for (name, percent, solver), run in self.runs.items():
            own = self.runs.get((name, percent, "moccasin"))
            if solver != "moccasin" and own is not None:
                lines.append(line(f"{name} | {percent} % | {solver}", self.base[name, percent], run, own))
        return HEAD + "".join(lines)


def reached(trace: list[Point], target: int) -> float | None:
    """When there is a schedule that takes at most `target`."""
    return next((p.seconds for p in trace if p.duration is not None and p.duration <= target), None)


def text(seconds: float | None) -> str:
    if seconds is None:
        return "never"
    return f"{seconds:.0f} s" if seconds >= 100 else f"{seconds:.3g} s"


def ratio_text(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def overhead(base: int, duration: int | None) -> str:
    return "none" if duration is None else f"{100 * (duration / base - 1):.4f}"


def proof(run: Run) -> str:
    last = run.trace[-1]
    if run.end == End.OPTIMAL:
        return text(last.seconds)
    if run.end == End.INFEASIBLE:
        return f"infeasible, {text(last.seconds)}"
    if last.bound is None:
        return "no bound"
    gap = "" if last.duration is None else f", gap {100 * (last.duration / max(last.bound, 1) - 1):.2f} %"
    return f"open at {text(last.seconds)}{gap}"


def line(head: str, base: int, theirs: Run, ours: Run) -> str:
    target = theirs.trace[-1].duration
    if target is None:  # then it counts that there is a schedule at all: the ratio is at least this
        found, at_least = None, ">"
        until = theirs.trace[-1].seconds
        good = next((p.seconds for p in ours.trace if p.duration is not None), None)
    else:
        until = found = reached(theirs.trace, target)
        at_least = ""
        good = reached(ours.trace, target)
    ratio = at_least + ratio_text(until / good) if good else "-"
    cells = [overhead(base, target), text(found), proof(theirs), text(good), ratio]
    cells += [overhead(base, ours.trace[-1].duration), proof(ours)]
    return f"| {head} | {' | '.join(cells)} |\n"
