#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the moccasin program over a set of graphs, budgets and seeds; prints a markdown table.

    bench/table.py build/release/app/moccasin --set torch --seconds 10 --seeds 3 --out results.md

Every cell is the median of the seeds; where they differ, the fastest and slowest are beside it.
"""

import argparse
import os
import pathlib
import platform
import statistics
import sys
import tempfile

import runs

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAPER = {  # by a part of the file's name
    "n100_": "RL1",
    "n250_": "RL2",
    "n500_": "RL3",
    "n1000_": "RL4",
    "fcn_8_vgg": "CM1",
    "ResNet50 (MLSys)_256_(224, 224, 3)_train": "CM2",
    "_train_nx": "",  # the other training graphs go by their own names
}
SCALE = {"transformer": 100_000, "residual": 100_000}


def median_text(values: list[float | None], digits: int) -> str:
    found = [value for value in values if value is not None]
    if not found:
        return "-"
    text = f"{statistics.median(found):.{digits}f}"
    low, high = f"{min(found):.{digits}f}", f"{max(found):.{digits}f}"
    return text if low == high else f"{text} ({low}..{high})"


def outcome(results: list[runs.Run], digits: int = 3) -> str:
    """The overhead, and what became of the seeds that have none."""
    solved = [run for run in results if run.overhead is not None]
    if not solved:
        return results[0].status
    text = median_text([run.overhead for run in results], digits)
    return text if len(solved) == len(results) else f"{text}, {len(solved)} of {len(results)} seeds"


class Table:
    """Prints rows as they are known and appends them to a file if there is one."""

    def __init__(self, title: str, columns: list[str], out: pathlib.Path | None):
        self.out = out
        self.put(f"\n{title}\n")
        self.row(columns)
        self.row(["---"] * len(columns))

    def row(self, cells: list[str]) -> None:
        self.put("| " + " | ".join(cells) + " |")

    def put(self, line: str) -> None:
        print(line, flush=True)
        if self.out:
            with self.out.open("a", encoding="utf-8") as file:
                file.write(line + "\n")


def solve_all(settings: runs.Settings, graph: pathlib.Path, budget: int, seeds: int):
    return [runs.solve(settings, graph, budget, seed) for seed in range(seeds)]


def paper(settings: runs.Settings, args: argparse.Namespace, title: str) -> None:
    folder = pathlib.Path(os.environ.get("MOCCASIN_AUTHORS_DIR", "no folder"))
    graphs = []
    for part, name in PAPER.items():
        for path in sorted(folder.glob("*.json")):
            if part in path.name and path not in [other for _, other in graphs]:
                graphs.append((name or path.name.split(" ")[0] + " train", path))
    if not graphs:
        print("skipped: MOCCASIN_AUTHORS_DIR names no folder with the graphs of the paper")
        return
    columns = ["graph", "n", "budget", "overhead %", "first s", "best s"]
    table = Table(title, columns, args.out)
    for name, path in graphs:
        facts = runs.facts(settings.program, path)
        for percent in args.budgets or [90, 80]:
            results = solve_all(settings, path, runs.share_of(facts.peak, percent), args.seeds)
            times = [median_text([run.first for run in results], 3)]
            times.append(median_text([run.best for run in results], 1))
            table.row([name, str(facts.operations), f"{percent} %", outcome(results), *times])


def traced(args: argparse.Namespace) -> list[pathlib.Path]:
    graphs = {path.name: path for path in sorted((ROOT / "data").glob("*_train.json"))}
    if args.torch:
        graphs |= {path.name: path for path in sorted(args.torch.glob("*.json"))}
    return list(graphs.values())


def gaps(settings: runs.Settings, args: argparse.Namespace, title: str) -> None:
    """How far the best schedules are from what is proved, and whether all of it is."""
    table = Table(title, ["graph", "n", "budget", "overhead %", "gap %", "best s", "ended s"], args.out)
    found = []
    for path in traced(args):
        facts = runs.facts(settings.program, path)
        for percent in args.budgets or [80, 60, 50]:
            results = solve_all(settings, path, runs.share_of(facts.peak, percent), args.seeds)
            gap = [run.gap for run in results]
            if any(run.status != "infeasible" for run in results):
                found.append(statistics.median(float("inf") if value is None else value for value in gap))
            cells = [outcome(results, 4), median_text(gap, 3), median_text([run.best for run in results], 1)]
            cells.append(median_text([run.time for run in results], 1))
            table.row([facts.name, str(facts.operations), f"{percent} %", *cells])
    table.put(f"\nGap where not infeasible: median {statistics.median(found):.3f} %, largest {max(found):.3f} %.")


def torch(settings: runs.Settings, args: argparse.Namespace, title: str) -> None:
    """Budgets of the whole peak, and as published elsewhere: of the peak without resident bytes."""
    columns = ["graph", "n", "budget", "overhead %", "first s", "best s"]
    table = Table(title, [*columns, "overhead %, share without resident"], args.out)
    for path in traced(args):
        facts = runs.facts(settings.program, path)
        for percent in args.budgets or [80, 60, 50, 40]:
            results = solve_all(settings, path, runs.share_of(facts.peak, percent), args.seeds)
            times = [median_text([run.first for run in results], 3)]
            times.append(median_text([run.best for run in results], 1))
            without = facts.resident + runs.share_of(facts.peak - facts.resident, percent)
            other = solve_all(settings, path, without, args.seeds) if facts.resident else results
            cells = [facts.name, str(facts.operations), f"{percent} %", outcome(results), *times]
            table.row([*cells, outcome(other)])


def scale(settings: runs.Settings, args: argparse.Namespace, title: str) -> None:
    """What a hundred thousand operations cost: the first schedule, the whole call, its memory."""
    columns = ["graph", "n", "budget", "overhead %", "first s", "best s", "wall s", "memory MiB"]
    table = Table(title, columns, args.out)
    with tempfile.TemporaryDirectory() as folder:
        for kind, nodes in SCALE.items():
            path = pathlib.Path(folder) / f"{kind}.json"
            runs.generate(settings.program, kind, nodes, path)
            facts = runs.facts(settings.program, path)
            for percent in args.budgets or [70]:
                results = solve_all(settings, path, runs.share_of(facts.peak, percent), args.seeds)
                cells = [median_text([run.first for run in results], 2)]
                cells.append(median_text([run.best for run in results], 2))
                cells.append(median_text([run.wall for run in results], 2))
                cells.append(median_text([run.resident_set / 2**20 for run in results], 0))
                row = [kind, str(facts.operations), f"{percent} %", outcome(results)]
                table.row(row + cells)


SETS = {"paper": paper, "torch": torch, "gaps": gaps, "scale": scale}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=pathlib.Path, help="the moccasin program")
    parser.add_argument("--set", choices=SETS, required=True)
    parser.add_argument("--torch", type=pathlib.Path, metavar="DIR", help="more graphs like data/")
    parser.add_argument("--budgets", type=int, nargs="+", metavar="P", help="per cent of the peak")
    parser.add_argument("--seconds", type=float, help="for a run; default: 10, of scale 1")
    parser.add_argument("--seeds", type=int, help="runs a budget; default: 3, of scale 1")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--order", choices=["kept", "free"], default="kept")
    parser.add_argument("--max-copies", type=int, default=0, help="default: any number")
    parser.add_argument("--out", type=pathlib.Path, metavar="FILE", help="append the table to it")
    args = parser.parse_args()
    if not args.program.is_file():
        runs.fail(f"there is no program {args.program}")
    if args.torch and not args.torch.is_dir():
        runs.fail(f"there is no folder {args.torch}")
    args.seconds = args.seconds or (1 if args.set == "scale" else 10)
    args.seeds = args.seeds or (1 if args.set == "scale" else 3)
    program = args.program.resolve()
    settings = runs.Settings(program, args.seconds, args.threads, args.order, args.max_copies)
    copies = f"at most {args.max_copies} copies" if args.max_copies else "any number of copies"
    title = (
        f"Set {args.set}: order {args.order}, {copies}, {args.seconds:g} s, threads {args.threads},"
        f" seeds {args.seeds}; {platform.machine()}, {os.cpu_count()} processors"
    )
    SETS[args.set](settings, args, title)
    return 0


if __name__ == "__main__":
    sys.exit(main())
