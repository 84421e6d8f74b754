#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""moccasin beside other ways to solve the same problem, the order kept.

    bench/compare/side_by_side.py build/release/app/moccasin --solvers cp-sat,checkmate,knapsack \\
        --copies 2 --workers 2 --budgets 90,80 --seeds 1,2,3 --seconds 600 --out DIR GRAPH...

    cp-sat             the MOCCASIN paper's model with Booleans, `--seconds` for each of its two phases
    cp-sat-reservoirs  with its precedences as in the paper
    checkmate          Checkmate's MILP in HiGHS
    knapsack           what to keep decided once by a knapsack, as frameworks do

moccasin runs after them with as many threads, until it has a proof, at most `--own-seconds`. All
schedules, those on the way too, pass `moccasin verify`; a bound or proof of one solver that a schedule of
another contradicts is an error. DIR gets traces.csv, every improvement of all, and table.md; what it has
already is not run again, so that a long comparison can be cut into several; settings, versions and graphs
must be the same.
"""

import argparse
import collections
import contextlib
import dataclasses
import hashlib
import importlib.metadata
import json
import pathlib
import sys

import instances
from contenders import CONTENDERS, Case, Settings
from records import Key, Records


def versions(program: pathlib.Path) -> dict[str, str]:
    found = {"moccasin": instances.run([program, "--version"]).strip().removeprefix("moccasin ")}
    for name in ("highspy", "ortools"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


def cases(program: pathlib.Path, graphs: list[pathlib.Path], percents: list[int], records: Records) -> list[Case]:
    found = []
    folder = records.folder / "graphs"
    folder.mkdir(exist_ok=True)
    for graph in graphs:
        text = instances.run([program, "convert", graph, "-"])
        fingerprint = hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
        records.expect_graph(graph.stem, fingerprint)
        own = folder / (graph.stem + ".json")
        own.write_text(text, encoding="utf-8")
        base = json.loads(instances.run([program, "info", own, "--json"]))["base"]
        for percent in percents:
            budget = -(-base["peak"] * percent // 100)
            found.append(Case(graph.stem, own, fingerprint, percent, budget, base["duration"]))
    return found


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def solvers(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in CONTENDERS:
            raise argparse.ArgumentTypeError(f"'{name}' is none of {', '.join(CONTENDERS)}")
    return names


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=lambda path: pathlib.Path(path).resolve(), help="the moccasin program")
    parser.add_argument("graphs", type=pathlib.Path, nargs="+")
    parser.add_argument("--solvers", type=solvers, default=["cp-sat"], help="beside moccasin")
    parser.add_argument("--budgets", type=numbers, default=[90, 80], help="per cent of the base peak")
    parser.add_argument("--copies", type=int, default=2, help="0: any number, but for CP-SAT")
    parser.add_argument("--workers", type=int, default=2, help="threads of each solver")
    parser.add_argument("--seconds", type=float, default=600, help="for each phase of CP-SAT, for HiGHS")
    parser.add_argument("--own-seconds", type=float, default=60, help="for moccasin")
    parser.add_argument("--seeds", type=numbers, default=[1], help="of CP-SAT and moccasin: 1,2,3")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("side_by_side"))
    args = parser.parse_args()
    if args.copies == 0 and any(name.startswith("cp-sat") for name in args.solvers):
        sys.exit("side_by_side.py: CP-SAT's model needs a number of --copies")
    for stem, count in collections.Counter(graph.stem for graph in args.graphs).items():
        if count > 1:
            sys.exit(f"side_by_side.py: two graphs are called {stem}")
    return args


def main() -> None:
    args = arguments()
    settings = Settings(args.program, args.copies, args.workers, args.seconds, args.own_seconds)
    kept = dataclasses.asdict(settings) | {"versions": versions(args.program)}
    del kept["program"]
    records = Records(args.out, kept)
    for case in cases(args.program, args.graphs, args.budgets, records):
        for seed in args.seeds:
            for solver in [*args.solvers, "moccasin"]:
                if Key(case.name, case.percent, seed, solver) in records.runs:
                    continue
                run = CONTENDERS[solver](case, settings, seed)
                records.add(case, seed, solver, run)
                what, last = f"{case.name} {case.percent} %, seed {seed}, {solver}", run.trace[-1]
                print(f"{what}: {last.duration} after {last.seconds:.1f} s", flush=True)
    print(records.table(), end="")


if __name__ == "__main__":
    main()
