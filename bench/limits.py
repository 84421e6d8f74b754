#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the program does when it is stopped: kills, signals, limits of time and of memory.

    bench/limits.py build/release/app/moccasin --times 100 --nodes 100000

Exit status 1 if a file was not whole, a signal lost the best schedule, or a limit was passed by too much.
"""

import argparse
import json
import pathlib
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import runs

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
ANSWER = 0.2  # seconds to end after a signal
LATE = 0.1  # seconds to end after the limit of time
ROOM = 0.02  # of the limit of memory: what the program reads of itself and of its libraries


def largest_resident_set(pid: int) -> int:
    """So far, in bytes. What wait4() says counts this script before it became the program."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return 1024 * int(lines[0].split()[1]) if lines else 0


class Check:
    def __init__(self, args: argparse.Namespace, folder: pathlib.Path):
        self.program, self.times, self.folder = args.program, args.times, folder
        self.output = folder / "out.json"
        self.failures = 0
        self.random = random.Random(args.seed)

    def expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.failures += 1
            print(f"FAILED: {otherwise}", flush=True)

    def start(self, graph: pathlib.Path, *words: str) -> subprocess.Popen:
        self.output.unlink(missing_ok=True)
        command = [self.program, "solve", graph, "-b", "70%", "-q", *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def begun(self, graph: pathlib.Path, *words: str) -> subprocess.Popen:
        """When it has written its first schedule."""
        process = self.start(graph, "-t", "100", "-o", str(self.output), *words)
        while not self.output.exists() and process.poll() is None:
            time.sleep(0.001)
        return process

    def whole(self, graph: pathlib.Path) -> bool:
        command = [self.program, "verify", graph, self.output]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def unfinished(self) -> list[pathlib.Path]:
        return list(self.folder.glob("*.tmp"))

    def kills(self, graph: pathlib.Path) -> None:
        writing = 0
        for i in range(self.times):
            process = self.begun(graph)
            until = time.monotonic() + self.random.uniform(0, 1)
            while time.monotonic() < until and (i % 2 == 0 or not self.unfinished()):
                time.sleep(0.0005)  # every other kill is meant for the middle of a write
            process.kill()
            process.communicate()
            self.expect(self.whole(graph), f"kill {i}: the file is not a valid schedule")
            writing += len(self.unfinished())
            for path in self.unfinished():
                path.unlink()
        print(f"{self.times} kills: {writing} of them in the middle of a write, every file whole and valid")

    def interrupts(self, graph: pathlib.Path) -> None:
        taken = []
        for i in range(self.times):
            process = self.begun(graph, "--json")
            time.sleep(self.random.uniform(0, 1))
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            out = process.communicate()[0]
            taken.append(time.monotonic() - began)
            self.expect(process.returncode == 0, f"interrupt {i}: exit status {process.returncode}")
            result = json.loads(out)
            self.expect(result["stop"] in ("user", "proved"), f"interrupt {i}: stopped by {result['stop']}")
            self.expect(result == json.loads(self.output.read_text()), f"interrupt {i}: the file is another")
            self.expect(taken[-1] <= ANSWER, f"interrupt {i}: {taken[-1]:.3f} s")
        print(f"{self.times} interrupts: exit status 0 after {statistics.median(taken):.3f} s, at most {max(taken):.3f} s")

    def second(self, graph: pathlib.Path, order: str) -> None:
        began = time.monotonic()
        process = self.start(graph, "-t", "1", "--order", order, "--json")
        out = process.communicate()[0]
        taken = time.monotonic() - began
        result = json.loads(out)
        self.expect(taken <= 1 + LATE, f"a limit of 1 s, {graph.stem}, {order}: {taken:.3f} s")
        print(f"1 s, {graph.stem}, {order}: ended after {taken:.3f} s, {result['status']}", flush=True)

    def memory(self, graph: pathlib.Path, megabytes: int) -> None:
        words = ["-t", "20", "-p", "2", "--memory-limit", f"{megabytes}MB", "-o", str(self.output)]
        process = self.start(graph, *words)
        most = 0.0
        while process.poll() is None:
            most = max(most, largest_resident_set(process.pid) / 1e6)
            time.sleep(0.001)
        said = process.communicate()[1].decode().strip()
        if process.returncode in (0, 10):
            result = json.loads(self.output.read_text())
            said = f"{result['status']}, stopped by {result['stop']} after {result['time']:.1f} s"
        self.expect(process.returncode in (0, 1, 10), f"{megabytes} MB: exit status {process.returncode}")
        self.expect(most <= megabytes * (1 + ROOM), f"{megabytes} MB: {most:.0f} MB")
        print(f"at most {megabytes} MB: {most:.0f} MB taken; exit status {process.returncode}, {said}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=lambda path: pathlib.Path(path).resolve(), help="the moccasin program")
    parser.add_argument("--times", type=int, default=100, help="kills, and interrupts")
    parser.add_argument("--nodes", type=int, default=100_000, help="of the large graphs")
    parser.add_argument("--memory", type=int, nargs="+", default=[25, 50, 75, 100, 250, 500], metavar="MB")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check = Check(args, folder)
        large = {}
        for kind, nodes in (("layered", 1000), ("transformer", args.nodes), ("residual", args.nodes)):
            large[kind] = folder / f"{kind}-{nodes}.json"
            runs.generate(args.program, kind, nodes, large[kind])
        graphs = [path for path in sorted(DATA.glob("*.json")) if "schema" not in path.name]
        for order in ("free", "kept"):
            for graph in [*graphs, *large.values()]:
                check.second(graph, order)
        for megabytes in args.memory:
            check.memory(large["transformer"], megabytes)
        check.interrupts(large["layered"])
        check.kills(large["layered"])
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
