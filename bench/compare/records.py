# SPDX-License-Identifier: Apache-2.0
"""What a comparison leaves in its folder: runs.csv, traces.csv, and the table made of them."""

import csv
import pathlib

from contenders import Case, Point, Run

RUN = ["graph", "percent", "base", "solver", "proved"]
TRACE = ["graph", "percent", "solver", "seconds", "duration", "bound"]
Key = tuple[str, int, str]  # graph, per cent, solver

HEAD = """| graph | budget | beside | its % | found after | proved after | moccasin as good after | ratio | moccasin % | proved after |
|---|---|---|---|---|---|---|---|---|---|
"""


class Records:
    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.base: dict[tuple[str, int], int] = {}  # durations
        self.runs: dict[Key, Run] = {}
        folder.mkdir(parents=True, exist_ok=True)
        traces: dict[Key, list[Point]] = {}
        for row in self.read("traces.csv", TRACE):
            duration = int(row["duration"]) if row["duration"] else None
            point = Point(float(row["seconds"]), duration, int(row["bound"]))
            traces.setdefault(self.key(row), []).append(point)
        for row in self.read("runs.csv", RUN):  # a trace without its run was cut off
            name, percent, _ = key = self.key(row)
            self.base[name, percent] = int(row["base"])
            self.runs[key] = Run(traces[key], row["proved"] == "yes")

    @staticmethod
    def key(row: dict) -> Key:
        return row["graph"], int(row["percent"]), row["solver"]

    def read(self, name: str, columns: list[str]) -> list[dict]:
        path = self.folder / name
        if not path.exists():
            path.write_text(",".join(columns) + "\n", encoding="utf-8")
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def add(self, case: Case, solver: str, run: Run) -> None:
        key = case.name, case.percent, solver
        self.append("traces.csv", [[*key, p.seconds, p.duration, p.bound] for p in run.trace])
        self.append("runs.csv", [[case.name, case.percent, case.base, solver, "yes" if run.proved else "no"]])
        self.base[case.name, case.percent] = case.base
        self.runs[key] = run
        (self.folder / "table.md").write_text(self.table(), encoding="utf-8")

    def append(self, name: str, rows: list[list]) -> None:
        with (self.folder / name).open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

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
    return "never" if seconds is None else f"{seconds:.3g} s"


def overhead(base: int, duration: int | None) -> str:
    return "none" if duration is None else f"{100 * (duration / base - 1):.4f}"


def proof(run: Run) -> str:
    last = run.trace[-1]
    if run.proved:
        return text(last.seconds)
    gap = "" if last.duration is None else f", gap {100 * (last.duration / max(last.bound, 1) - 1):.2f} %"
    return f"open at {last.seconds:.0f} s{gap}"


def line(head: str, base: int, theirs: Run, ours: Run) -> str:
    target = theirs.trace[-1].duration
    if target is None:  # then it counts that there is a schedule at all
        found = None
        until = theirs.trace[-1].seconds
        good = next((p.seconds for p in ours.trace if p.duration is not None), None)
    else:
        until = found = reached(theirs.trace, target)
        good = reached(ours.trace, target)
    ratio = f"{until / good:.0f}" if good else "-"
    cells = [overhead(base, target), text(found), proof(theirs), text(good), ratio]
    cells += [overhead(base, ours.trace[-1].duration), proof(ours)]
    return f"| {head} | {' | '.join(cells)} |\n"
