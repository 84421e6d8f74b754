# SPDX-License-Identifier: Apache-2.0
"""The solvers that are put side by side. Each tells what it knew when; all schedules are verified."""

import dataclasses
import enum
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


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    graph: pathlib.Path  # as moccasin-graph
    fingerprint: str  # of that file
    percent: int
    budget: int
    base: int  # duration

    def refuse(self, solver: str, why: str) -> None:
        sys.exit(f"{self.name} {self.percent} %, {solver}: {why}")


class End(enum.Enum):
    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    OPEN = "open"  # at its limit of time
    STOPPED = "stopped"  # before it, with nothing proved


@dataclasses.dataclass(frozen=True)
class Point:
    """Of a trace: from `seconds` on a solver has a schedule of this duration, and this bound."""

    seconds: float
    duration: int | None
    bound: int | None


@dataclasses.dataclass(frozen=True)
class Run:
    """Its last point is when it ended."""

    trace: list[Point]
    end: End = End.OPEN
    refused: int = 0  # schedules that it took for valid


def joined(durations: list[tuple[float, int]], bounds: list[tuple[float, int]], seconds: float) -> list[Point]:
    """A trace of what was found and what was proved when, and its end."""
    trace, duration, bound = [], None, None
    events = [(when, value, None) for when, value in durations] + [(when, None, value) for when, value in bounds]
    for when, found, proved in sorted(events, key=lambda event: event[0]):
        better = found is not None and (duration is None or found < duration)
        duration = found if better else duration
        higher = proved is not None and (bound is None or proved > bound)
        bound = proved if higher else bound
        if better or higher:
            trace.append(Point(when, duration, bound))
    return [*trace, Point(seconds, duration, bound)]


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
            return self.verify_file(file.name)

    def verify_file(self, schedule: pathlib.Path | str) -> tuple[int | None, str]:
        command = [self.program, "verify", self.case.graph, schedule]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return int(re.sub(r"\D", "", done.stdout.split("duration ")[1].split(" (")[0])), ""
        if done.returncode != 4:  # not about a rule or the budget
            sys.exit(f"{' '.join(map(str, command))}: {done.stderr}")
        return None, done.stdout + done.stderr

    def duration(self, solver: str, steps: list[int], claimed: int) -> int:
        return self.expect(solver, self.verify(steps), claimed)

    def expect(self, solver: str, verdict: tuple[int | None, str], claimed: int) -> int:
        found, why = verdict
        if found is None:
            self.case.refuse(solver, f"its schedule is refused: {why}")
        if found != claimed:
            self.case.refuse(solver, f"it says {claimed}, verify {found}")
        return found


def run_cpsat(case: Case, settings: Settings, seed: int, reservoirs: bool = False) -> Run:
    judge = Judge(case, settings.program, settings.copies)
    problem = judge.problem()
    outcome = cpsat.solve(problem, settings.copies, settings.seconds, settings.workers, seed, reservoirs)
    found = []
    for better in outcome.improvements:
        found.append((better.seconds, judge.duration("CP-SAT", better.steps, better.duration)))
    trace = joined(found, [*outcome.bounds, (outcome.seconds, outcome.bound)], outcome.seconds)
    ends = {outcome.proved: End.OPTIMAL, outcome.infeasible: End.INFEASIBLE}
    return Run(trace, ends.get(True, End.OPEN))


def run_checkmate(case: Case, settings: Settings, _seed: int) -> Run:
    judge = Judge(case, settings.program, settings.copies)
    problem = judge.problem()
    began, improvements = time.monotonic(), []
    model = checkmate.Checkmate(problem)
    built = time.monotonic() - began

    def on_better(bound: float, columns: list[float]) -> None:
        improvements.append((time.monotonic() - began, bound, model.steps(columns)))

    left = max(settings.seconds - built, 1.0)
    answer = model.mip.solve(left, threads=settings.workers, precise=True, on_better=on_better)
    seconds = time.monotonic() - began
    if answer.columns:
        improvements.append((seconds, answer.bound, model.steps(answer.columns)))
    found, bounds, refused = [], [], 0
    for when, bound, steps in [*improvements, (seconds, answer.bound, None)]:
        if math.isfinite(bound):
            ticks = math.ceil(bound - 1e-6 * max(abs(bound), 1.0)) * model.tick
            bounds.append((when, max(ticks, case.base)))
        if steps is None:
            continue
        duration, why = judge.verify(steps)
        if duration is None:  # its numbers are not exact
            print(f"{case.name} {case.percent} %, checkmate, left out: {why.strip()}", flush=True)
            refused += 1
        else:
            found.append((when, duration))
    trace = joined(found, bounds, seconds)
    if answer.status == mip.Status.INFEASIBLE:
        return Run(trace, End.INFEASIBLE, refused)
    if answer.status == mip.Status.OPEN:
        return Run(trace, End.OPEN, refused)
    proved = trace[-1].duration == answer.value * model.tick
    return Run(trace, End.OPTIMAL if proved else End.STOPPED, refused)


def run_knapsack(case: Case, settings: Settings, _seed: int) -> Run:
    """Any number of copies: it does not look at them."""
    judge = Judge(case, settings.program, 0)
    problem = judge.problem()
    began = time.monotonic()
    steps = knapsack.solve(problem)
    seconds = time.monotonic() - began
    if steps is None:
        return Run([Point(seconds, None, None)], End.STOPPED)
    claimed = sum(problem.duration[op] for op in steps)
    return Run([Point(seconds, judge.duration("knapsack", steps, claimed), None)], End.STOPPED)


def run_moccasin(case: Case, settings: Settings, seed: int) -> Run:
    """To the proof, or the limit. Its times are its own; its schedules are verified when it has ended."""
    judge = Judge(case, settings.program, settings.copies)
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "schedule.json"
        command = [settings.program, "solve", case.graph, "-b", case.budget, "--order", "kept", "-o", output]
        command += ["--max-copies", settings.copies] if settings.copies > 0 else []
        command += ["-p", settings.workers, "-r", seed, "-t", settings.own_seconds, "--json-stream", "-i"]
        lines = [json.loads(line) for line in instances.run(command).splitlines()]
        last = lines[-1]
        if "duration" in last:
            judge.expect("moccasin", judge.verify_file(output), last["duration"])
    base_position = {node: op for op, node in enumerate(judge.graph["order"])}
    for line in lines:
        if line["type"] == "solution":
            judge.duration("moccasin", [base_position[node] for node in line["steps"]], line["duration"])
    events = [line for line in lines if line["type"] in ("solution", "bound", "status")]
    found = [(event["time"], event["duration"]) for event in events if "duration" in event]
    bounds = [(0.0, case.base), *((event["time"], event["bound"]) for event in events if "bound" in event)]
    ends = {"optimal": End.OPTIMAL, "infeasible": End.INFEASIBLE}
    return Run(joined(found, bounds, last["time"]), ends.get(last["status"], End.OPEN))


CONTENDERS = {
    "cp-sat": run_cpsat,
    "cp-sat-reservoirs": lambda case, settings, seed: run_cpsat(case, settings, seed, reservoirs=True),
    "checkmate": run_checkmate,
    "knapsack": run_knapsack,
    "moccasin": run_moccasin,
}
