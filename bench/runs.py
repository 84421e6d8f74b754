# SPDX-License-Identifier: Apache-2.0
"""Runs the moccasin program and measures what a user would: results, times, memory."""

import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import time


@dataclasses.dataclass(frozen=True)
class Settings:
    """What all runs of a table have in common."""

    program: pathlib.Path
    seconds: float
    threads: int
    order: str
    max_copies: int  # 0: any number


@dataclasses.dataclass(frozen=True)
class Run:
    """One call of `moccasin solve`. Times are seconds, amounts bytes."""

    status: str
    overhead: float | None  # per cent; None: no schedule
    bound: float  # per cent: no schedule has less overhead
    first: float | None  # when the first schedule was there
    best: float | None  # when the last better one was
    wall: float  # from the start of the program to its end
    resident_set: int  # its largest
    time: float  # what the program says it took
    trace: tuple[tuple[float, float], ...]  # of better schedules: when, overhead

    @property
    def gap(self) -> float | None:
        """To the bound, in per cent of it."""
        if self.overhead is None:
            return None
        return max(100 * ((100 + self.overhead) / (100 + self.bound) - 1), 0.0)


@dataclasses.dataclass(frozen=True)
class Facts:
    """What `moccasin info` says of a graph."""

    name: str
    operations: int
    resident: int
    peak: int
    floor: int


def fail(message: str) -> None:
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {message}")


def facts(program: pathlib.Path, graph: pathlib.Path) -> Facts:
    command = [program, "info", graph, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        fail(done.stderr.strip())
    info = json.loads(done.stdout)
    return Facts(
        name=graph.stem,
        operations=info["operations"],
        resident=info["resident"],
        peak=info["base"]["peak"],
        floor=info["floor"]["bytes"],
    )


def share_of(amount: int, percent: int) -> int:
    """`percent` of `amount`, rounded up."""
    return -(-amount * percent // 100)


def generate(
    program: pathlib.Path, kind: str, nodes: int, path: pathlib.Path, seed: int = 1, more: list[str] | None = None
) -> None:
    command = [program, "generate", kind, "--nodes", str(nodes), "--seed", str(seed), "-o", path, *(more or [])]
    if subprocess.run(command, check=False).returncode != 0:
        fail(f"cannot generate {kind} of {nodes} nodes")


def solve(settings: Settings, graph: pathlib.Path, budget: int, seed: int) -> Run:
    command = [settings.program, "solve", graph, "--budget", str(budget), "--json-stream"]
    command += ["--time-limit", str(settings.seconds), "--threads", str(settings.threads)]
    command += ["--order", settings.order, "--seed", str(seed)]
    if settings.max_copies > 0:
        command += ["--max-copies", str(settings.max_copies)]
    began = time.monotonic()
    with subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        lines = child.stdout.read().splitlines()
        errors = child.stderr.read().strip()
        _, code, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(code)
    wall = time.monotonic() - began
    if child.returncode not in (0, 10, 20):  # found, nothing found, proved that nothing fits
        fail(f"exit status {child.returncode} for {graph.name}: {errors}")
    base = json.loads(lines[0])["base"]["duration"]
    last = json.loads(lines[-1])
    scale = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
    return Run(
        status=last["status"],
        overhead=last.get("overhead_percent"),
        bound=100 * (last["bound"] / base - 1),
        first=last.get("first_solution_time"),
        best=last.get("time_to_best"),
        wall=wall,
        resident_set=usage.ru_maxrss * scale,
        time=last["time"],
        trace=tuple(
            (event["time"], 100 * (event["duration"] / base - 1))
            for event in map(json.loads, lines)
            if event["type"] == "solution"
        ),
    )
