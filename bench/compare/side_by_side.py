#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""moccasin beside CP-SAT on the same problems: the order kept, a number of copies.

    bench/compare/side_by_side.py build/release/app/moccasin --copies 2 --workers 2 --budgets 90,80 \\
        --seconds 600 --out DIR GRAPH...

For each graph and budget CP-SAT has `--seconds` for each of its two phases, then moccasin, with as
many threads, until it has a proof, at most `--own-seconds`. All schedules are checked by `moccasin
verify`. DIR/traces.csv gets every improvement of both, DIR/table.md a row for each problem. What DIR has
already is not run again, so that a long comparison can be cut into several.
"""

import argparse
import csv
import dataclasses
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import cpsat
import instances

TRACE = ["graph", "percent", "solver", "seconds", "duration", "bound"]


@dataclasses.dataclass(frozen=True)
class Point:
    """Of a trace: from `seconds` on a solver has a schedule of this duration, and this bound."""

    seconds: float
    duration: int | None
    bound: int


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    graph: pathlib.Path  # as moccasin-graph
    percent: int
    budget: int
    base: int  # duration


def canonical(program: pathlib.Path, graph: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    own = folder / (graph.stem + ".json")
    instances.run([program, "convert", graph, own])
    return own


def filled_in(graph: dict) -> dict:
    """A moccasin-graph as instances.read() takes it."""
    for node in graph["nodes"]:
        node["outputs"] = instances.sizes_of(node)
        node["retain"] = instances.retained_of(node)
        node.setdefault("workspace", 0)
    graph["edges"] = [[*edge, 0][:3] for edge in graph["edges"]]
    graph.setdefault("resident", 0)
    return graph


def verify(case: Case, ids: list, steps: list[int], copies: int, program: pathlib.Path) -> int:
    """The duration that `moccasin verify` found."""
    made: dict[int, int] = {}
    listed = []
    for op in steps:
        listed.append({"node": ids[op], "copy": made.get(op, 0)})
        made[op] = made.get(op, 0) + 1
    scope = {"order": "kept", "max_copies": copies}
    schedule = {"format": "moccasin-schedule", "version": 1, "scope": scope, "budget": case.budget, "steps": listed}
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(schedule, file)
        file.flush()
        done = subprocess.run([program, "verify", case.graph, file.name], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{case.name} {case.percent} %: CP-SAT's schedule is refused: {done.stdout}{done.stderr}")
    return int(re.sub(r"\D", "", done.stdout.split("duration ")[1].split(" (")[0]))


def run_cpsat(case: Case, arguments: argparse.Namespace) -> tuple[list[Point], cpsat.Outcome]:
    graph = filled_in(json.loads(case.graph.read_text(encoding="utf-8")))
    problem = instances.read(graph, case.budget)
    outcome = cpsat.solve(problem, arguments.copies, arguments.seconds, arguments.workers, arguments.seed)
    trace = []
    for improvement in outcome.improvements:
        found = verify(case, graph["order"], improvement.steps, arguments.copies, arguments.program)
        if found != improvement.duration:
            sys.exit(f"{case.name} {case.percent} %: CP-SAT says {improvement.duration}, verify {found}")
        trace.append(Point(improvement.seconds, improvement.duration, case.base))
    last = trace[-1].duration if trace else None
    return [*trace, Point(outcome.seconds, last, outcome.bound)], outcome


def run_moccasin(case: Case, arguments: argparse.Namespace) -> tuple[list[Point], dict]:
    """To the proof, or the limit."""
    command = [arguments.program, "solve", case.graph, "-b", case.budget, "--order", "kept"]
    command += ["--max-copies", arguments.copies, "-p", arguments.workers, "-r", arguments.seed]
    command += ["-t", arguments.own_seconds, "--json-stream"]
    lines = [json.loads(line) for line in instances.run(command).splitlines()]
    trace, duration, bound = [], None, case.base
    for line in lines:
        duration, bound = line.get("duration", duration), line.get("bound", bound)
        if line.get("type") in ("solution", "bound"):
            trace.append(Point(line["time"], duration, bound))
    last = lines[-1]
    return [*trace, Point(last["time"], last.get("duration"), last["bound"])], last


def reached(trace: list[Point], target: int | None) -> float | None:
    """When the trace has a schedule that takes at most `target`."""
    if target is None:
        return None
    return next((p.seconds for p in trace if p.duration is not None and p.duration <= target), None)


def text(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:.3g} s"


def overhead(case: Case, duration: int | None) -> str:
    return "none" if duration is None else f"{100 * (duration / case.base - 1):.4f}"


def row(case: Case, theirs: list[Point], outcome: cpsat.Outcome, ours: list[Point], result: dict) -> str:
    target = theirs[-1].duration
    their_time, our_time = reached(theirs, target), reached(ours, target)
    if target is None:  # what counts then is that there is one at all
        our_time, their_time = next((p.seconds for p in ours if p.duration is not None), None), outcome.seconds
    ratio = f"{their_time / our_time:.0f}" if our_time and their_time else "-"
    proof = text(outcome.seconds) if outcome.proved else f"open after {outcome.seconds:.0f} s"
    ours_proof = text(result["time"]) if result["status"] == "optimal" else f"gap {100 * result.get('gap', 1):.3f} %"
    cells = [case.name, f"{case.percent} %", overhead(case, target), text(their_time), proof]
    cells += [text(our_time), ratio, overhead(case, ours[-1].duration), ours_proof]
    return "| " + " | ".join(cells) + " |"


HEAD = """| graph | budget | CP-SAT % | found after | proved after | moccasin as good after | ratio | moccasin % | proved |
|---|---|---|---|---|---|---|---|---|
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=pathlib.Path, help="the moccasin program")
    parser.add_argument("graphs", type=pathlib.Path, nargs="+")
    parser.add_argument("--budgets", default="90,80", help="per cent of the base peak")
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2, help="of CP-SAT, and threads of moccasin")
    parser.add_argument("--seconds", type=float, default=600, help="for each phase of CP-SAT")
    parser.add_argument("--own-seconds", type=float, default=60, help="for moccasin")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("side_by_side"))
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    table, traces = arguments.out / "table.md", arguments.out / "traces.csv"
    if not table.exists():
        table.write_text(HEAD, encoding="utf-8")
        traces.write_text(",".join(TRACE) + "\n", encoding="utf-8")
    for graph in arguments.graphs:
        own = canonical(arguments.program, graph, arguments.out)
        facts = json.loads(instances.run([arguments.program, "info", own, "--json"]))
        for percent in map(int, arguments.budgets.split(",")):
            budget = -(-facts["base"]["peak"] * percent // 100)
            case = Case(graph.stem, own, percent, budget, facts["base"]["duration"])
            if f"| {case.name} | {percent} % |" in table.read_text(encoding="utf-8"):
                continue
            theirs, outcome = run_cpsat(case, arguments)
            ours, result = run_moccasin(case, arguments)
            with traces.open("a", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                for solver, trace in (("cp-sat", theirs), ("moccasin", ours)):
                    writer.writerows([case.name, percent, solver, p.seconds, p.duration, p.bound] for p in trace)
            line = row(case, theirs, outcome, ours, result)
            print(line, flush=True)
            with table.open("a", encoding="utf-8") as file:
                file.write(line + "\n")


if __name__ == "__main__":
    main()
