# SPDX-License-Identifier: Apache-2.0
"""The solvers that are put side by side. Each tells what it knew when; all schedules are verified."""

import dataclasses
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import checkmate
import cpsat
import instances
import knapsack
import mip


@dataclasses.dataclass(frozen=True)
class Settings:
    program: pathlib.Path  # moccasin
    copies: int  # 0: any number
    workers: int  # of every solver: its threads
    seconds: float  # for CP-SAT in each of its phases, and for HiGHS
    own_seconds: float  # for moccasin
    seed: int


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    graph: pathlib.Path  # as moccasin-graph
    percent: int
    budget: int
    base: int  # duration

    def refuse(self, solver: str, why: str) -> None:
        sys.exit(f"{self.name} {self.percent} %, {solver}: {why}")


@dataclasses.dataclass(frozen=True)
class Point:
    """Of a trace: from `seconds` on a solver has a schedule of this duration, and this bound."""

    seconds: float
    duration: int | None
    bound: int


@dataclasses.dataclass(frozen=True)
class Run:
    """Its last point is the end."""

    trace: list[Point]
    proved: bool = False


def filled_in(graph: dict) -> dict:
    """A moccasin-graph as instances.read() takes it."""
    for node in graph["nodes"]:
        node["outputs"] = instances.sizes_of(node)
        node["retain"] = instances.retained_of(node)
        node.setdefault("workspace", 0)
    graph["edges"] = [[*edge, 0][:3] for edge in graph["edges"]]
    graph.setdefault("resident", 0)
    return graph


class Judge:
    """What `moccasin verify` says of schedules given by base positions."""

    def __init__(self, case: Case, program: pathlib.Path, copies: int):
        self.case, self.program, self.copies = case, program, copies
        self.graph = filled_in(json.loads(case.graph.read_text(encoding="utf-8")))

    def problem(self) -> instances.Problem:
        problem = instances.read(self.graph, self.case.budget)
        if self.copies == 0:
            return problem
        return dataclasses.replace(problem, copies=[min(c or self.copies, self.copies) for c in problem.copies])

    def verify(self, steps: list[int]) -> tuple[int | None, str]:
        """The duration, or why the schedule is refused."""
        ids, made, listed = self.graph["order"], {}, []
        for op in steps:
            listed.append({"node": ids[op], "copy": made.get(op, 0)})
            made[op] = made.get(op, 0) + 1
        schedule = {"format": "moccasin-schedule", "version": 1, "budget": self.case.budget, "steps": listed}
        schedule["scope"] = {"order": "kept", "max_copies": self.copies or None}
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump(schedule, file)
            file.flush()
            command = [self.program, "verify", self.case.graph, file.name]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return int(re.sub(r"\D", "", done.stdout.split("duration ")[1].split(" (")[0])), ""
        if done.returncode != 4:  # not about a rule or the budget
            sys.exit(f"{' '.join(map(str, command))}: {done.stderr}")
        return None, done.stdout + done.stderr

    def duration(self, solver: str, steps: list[int], claimed: int) -> int:
        found, why = self.verify(steps)
        if found is None:
            self.case.refuse(solver, f"its schedule is refused: {why}")
        if found != claimed:
            self.case.refuse(solver, f"it says {claimed}, verify {found}")
        return found


def run_cpsat(case: Case, settings: Settings, reservoirs: bool = False) -> Run:
    judge = Judge(case, settings.program, settings.copies)
    outcome = cpsat.solve(
        judge.problem(), settings.copies, settings.seconds, settings.workers, settings.seed, reservoirs
    )
    trace = []
    for better in outcome.improvements:
        trace.append(Point(better.seconds, judge.duration("CP-SAT", better.steps, better.duration), case.base))
    last = trace[-1].duration if trace else None
    return Run([*trace, Point(outcome.seconds, last, outcome.bound)], outcome.proved)


def run_checkmate(case: Case, settings: Settings) -> Run:
    judge = Judge(case, settings.program, settings.copies)
    began, found = time.monotonic(), []
    problem = judge.problem()
    model = checkmate.Checkmate(problem)
    built = time.monotonic() - began

    def on_better(bound: float, columns: list[float]) -> None:
        found.append((time.monotonic() - began, bound, model.steps(columns)))

    answer = model.mip.solve(max(settings.seconds - built, 1.0), threads=settings.workers, on_better=on_better)
    seconds, trace = time.monotonic() - began, []

    def at_least(bound: float) -> int:
        return max(math.ceil(bound - 1e-6 * abs(bound)), case.base) if math.isfinite(bound) else case.base

    for when, bound, steps in found:
        duration = judge.duration("HiGHS", steps, sum(problem.duration[op] for op in steps))
        if not trace or duration < trace[-1].duration:
            trace.append(Point(when, duration, at_least(bound)))
    last = trace[-1].duration if trace else None
    proved = answer.status == mip.Status.OPTIMAL
    return Run([*trace, Point(seconds, last, last if proved and last else at_least(answer.bound))], proved)


def run_knapsack(case: Case, settings: Settings) -> Run:
    """No bound, and any number of copies: it does not look at them."""
    judge = Judge(case, settings.program, 0)
    began = time.monotonic()
    steps = knapsack.solve(judge.problem(), lambda steps: judge.verify(steps)[0] is not None)
    seconds = time.monotonic() - began
    return Run([Point(seconds, None if steps is None else judge.verify(steps)[0], case.base)])


def run_moccasin(case: Case, settings: Settings) -> Run:
    """To the proof, or the limit."""
    command = [settings.program, "solve", case.graph, "-b", case.budget, "--order", "kept"]
    command += ["--max-copies", settings.copies] if settings.copies > 0 else []
    command += ["-p", settings.workers, "-r", settings.seed, "-t", settings.own_seconds, "--json-stream"]
    lines = [json.loads(line) for line in instances.run(command).splitlines()]
    trace, duration, bound = [], None, case.base
    for line in lines:
        duration, bound = line.get("duration", duration), line.get("bound", bound)
        if line.get("type") in ("solution", "bound"):
            trace.append(Point(line["time"], duration, bound))
    last = lines[-1]
    return Run([*trace, Point(last["time"], last.get("duration"), last["bound"])], last["status"] == "optimal")


CONTENDERS = {
    "cp-sat": run_cpsat,
    "cp-sat-reservoirs": lambda case, settings: run_cpsat(case, settings, reservoirs=True),
    "checkmate": run_checkmate,
    "knapsack": run_knapsack,
    "moccasin": run_moccasin,
}
