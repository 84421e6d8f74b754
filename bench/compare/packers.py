# SPDX-License-Identifier: Apache-2.0
"""What packs buffers: moccasin, minimalloc and CP-SAT, each in a process of its own.

A run counts the seconds of the processor of the whole process, reading and writing included; of
CP-SAT those of Python and of the import are taken off. What a contender calls solved is checked.
"""

import dataclasses
import importlib.util
import os
import pathlib
import subprocess
import sys
import threading
import time

from buffers import Buffer, live_peak, read, read_offsets, what_is_wrong, write

HERE = pathlib.Path(__file__).resolve().parent
GRACE = 30  # seconds after its limit until a contender is killed


class Failure(Exception):
    """A contender gave a wrong answer, or none that is understood."""


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    file: pathlib.Path  # as `write` wrote it
    buffers: list[Buffer]
    capacity: int


@dataclasses.dataclass(frozen=True)
class Run:
    end: str  # solved, impossible (proved) or open
    cpu: float  # seconds, as `wall`
    wall: float


@dataclasses.dataclass(frozen=True)
class Exit:
    code: int
    output: str
    errors: str
    cpu: float
    wall: float
    killed: bool


def execute(command: list, seconds: float) -> Exit:
    """Kills it after `seconds`."""
    began = time.monotonic()
    words, pipe = [str(word) for word in command], subprocess.PIPE
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True) as child:
        alarm = threading.Timer(seconds, child.kill)
        alarm.start()
        errors: list[str] = []
        reader = threading.Thread(target=lambda: errors.append(child.stderr.read()))
        reader.start()
        output = child.stdout.read()
        reader.join()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        alarm.cancel()
    wall = time.monotonic() - began
    cpu = usage.ru_utime + usage.ru_stime
    return Exit(child.returncode, output, errors[0], cpu, wall, wall >= seconds)


def minimalloc_end(done: Exit) -> str | None:
    """It has one exit status for all that is not solved, and says why on standard error."""
    if done.code == 0:
        return "solved"
    if "NOT_FOUND" in done.errors:
        return "impossible"
    return "open" if "DEADLINE_EXCEEDED" in done.errors else None


class Packers:
    """Those that are there, by name; `missing` says of the others why not, by name."""

    def __init__(self, program: pathlib.Path, minimalloc: pathlib.Path | None):
        self.program, self.minimalloc = program, minimalloc
        self.names, self.missing = ["moccasin"], {}
        if minimalloc is not None:
            self.names.append("minimalloc")
        else:
            self.missing["minimalloc"] = "no --minimalloc CHECKOUT is given"
        if importlib.util.find_spec("ortools"):
            self.names.append("cp-sat")
        else:
            self.missing["cp-sat"] = "OR-Tools is missing (bench/compare/requirements.txt)"

    def leave_out(self, name: str) -> None:
        """One that nobody asked for."""
        self.names = [other for other in self.names if other != name]
        self.missing.pop(name, None)

    def tell_missing(self) -> None:
        for name, why in self.missing.items():
            print(f"left out: {name}: {why}", file=sys.stderr)

    def command(self, name: str, case: Case, output: pathlib.Path, limit: float, seed: int) -> list:
        if name == "moccasin":
            command = [self.program, "pack", case.file, "--capacity", case.capacity, "--seed", seed]
            return [*command, "--time-limit", f"{limit:g}s", "--output", output, "--quiet"]
        if name == "minimalloc":
            command = [self.minimalloc, f"--capacity={case.capacity}", f"--timeout={limit:g}s"]
            return [*command, f"--input={case.file}", f"--output={output}"]
        script = HERE / "cpsat_packing.py"
        return [sys.executable, script, case.file, output, case.capacity, limit, seed]

    def run(self, name: str, case: Case, limit: float, seed: int = 0) -> Run:
        """`limit` in seconds; Failure names the case."""
        output = case.file.with_suffix(".out")
        output.unlink(missing_ok=True)
        done = execute(self.command(name, case, output, limit, seed), limit + GRACE)
        end = "open" if done.killed else self.end(name, done)
        if end is None:
            said = (done.errors.strip() or done.output.strip()).splitlines()[-1:]
            raise Failure(f"{case.name}, {name}: exit status {done.code}: {' '.join(said)}")
        if end == "solved":
            try:
                offsets = read_offsets(output.read_text(encoding="utf-8"), len(case.buffers))
                wrong = what_is_wrong(case.buffers, offsets, case.capacity)
            except (OSError, ValueError, KeyError, TypeError) as error:
                wrong = str(error)
            if wrong is not None:
                raise Failure(f"{case.name}, {name}: {wrong}")
        before = float(done.output.split()[0]) if name == "cp-sat" and not done.killed else 0.0
        return Run(end, done.cpu - before, done.wall)

    @staticmethod
    def end(name: str, done: Exit) -> str | None:
        if name == "minimalloc":
            return minimalloc_end(done)
        if name == "moccasin":
            return {0: "solved", 10: "open", 20: "impossible"}.get(done.code)
        return done.output.split()[-1] if done.code == 0 else None


def make_case(name: str, text: str, folder: pathlib.Path, capacity: int | None = None) -> Case:
    """Of a file's text, written anew in `folder`. Without a capacity the live peak is it."""
    buffers = read(text)
    if not buffers:
        raise ValueError("no buffers")
    file = folder / f"{name}.csv"
    file.write_text(write(buffers), encoding="utf-8")
    return Case(name, file, buffers, live_peak(buffers) if capacity is None else capacity)


def build_minimalloc(checkout: pathlib.Path) -> pathlib.Path:
    """The program of a checkout, built if it is not. Failure says what it needs."""
    folder = checkout.resolve() / "build"
    program = folder / "minimalloc"
    if program.exists():
        return program
    if not (checkout / "CMakeLists.txt").exists():
        raise Failure(f"{checkout}: no checkout of github.com/google/minimalloc")
    for module in ("abseil-cpp", "googletest"):
        if not (checkout / "external" / module / "CMakeLists.txt").exists():
            how = f"git -C {checkout} submodule update --init"
            raise Failure(f"{checkout}: its submodule external/{module} is missing: {how}")
    set_up = ["cmake", "-S", checkout, "-B", folder, "-DCMAKE_BUILD_TYPE=Release"]
    jobs = os.cpu_count() or 1  # without a number make would start all at once
    build = ["cmake", "--build", folder, "--parallel", jobs, "--target", "minimalloc"]
    for command in (set_up, build):
        if subprocess.run([str(word) for word in command], check=False).returncode != 0:
            raise Failure(f"{checkout}: minimalloc cannot be built: it needs C++20 and CMake 3.25")
    return program
