#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the program against marks: a graph, a budget, a time limit, the overhead to reach.

    bench/marks.py build/release/app/moccasin --torch FOLDER --seeds 5

Prints a markdown table of the medians over the seeds and whether each mark was reached. Order kept,
one thread, the time limit covers everything. The graphs of the paper are taken from
MOCCASIN_AUTHORS_DIR, traced ones from data/ and --torch; what is not there is skipped.
"""

import argparse
import concurrent.futures
import os
import pathlib
import statistics
import sys

import runs
from table import PAPER, ROOT, outcome

# graph, per cent, seconds, overhead per cent at most, copies (0: any number)
PAPER_MARKS = [
    ("RL1", 90, 0.2, 0.790, 0), ("RL1", 80, 0.2, 2.298, 0),
    ("RL2", 90, 2, 0.904, 0), ("RL2", 80, 5, 4.27, 0),
    ("RL3", 90, 5, 0.702, 0), ("RL3", 80, 10, 3.25, 0),
    ("RL4", 90, 10, 0.702, 0), ("RL4", 80, 20, 2.80, 0), ("RL4", 80, 20, 2.90, 2),
    ("CM1", 90, 0.1, 0.0295, 0), ("CM1", 80, 0.1, 0.1362, 0),
    ("CM2", 90, 2, 0.1086, 0), ("CM2", 80, 2, 0.2787, 0),
    ("CM2", 60, 5, 0.9626, 0), ("CM2", 50, 5, 1.4988, 0),
]  # fmt: skip
# The same for traced graphs; shares of the peak without the resident bytes, as these marks were set.
TRACED_MARKS = [
    ("resnet50_b128_train", 80, 10, 1.52, 0), ("resnet50_b128_train", 60, 10, 5.6, 0),
    ("resnet50_b128_train", 40, 10, 14.0, 0),
    ("unet_b8_256_train", 80, 10, 3.6, 0), ("unet_b8_256_train", 60, 10, 11.0, 0),
    ("unet_b8_256_train", 40, 10, 24.0, 0),
    ("llama16_b4_s1024_bf16_train", 80, 10, 1.8, 0), ("llama16_b4_s1024_bf16_train", 60, 10, 6.8, 0),
    ("llama16_b4_s1024_bf16_train", 40, 10, 16.0, 0),
]  # fmt: skip


def paper_graphs() -> dict[str, pathlib.Path]:
    given = os.environ.get("MOCCASIN_AUTHORS_DIR", "no folder")
    named = {}
    for part, name in PAPER.items():
        for path in pathlib.Path(given).glob("*.json"):
            if name and part in path.name:
                named[name] = path
    return named


def traced_graphs(folder: pathlib.Path | None) -> dict[str, pathlib.Path]:
    folders = [ROOT / "data"] + ([folder] if folder else [])
    return {path.stem: path for where in folders for path in where.glob("*.json")}


def check(program, graphs, marks, without_resident, args) -> int:
    """Prints a row a mark; returns how many were missed."""
    missed = 0
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for name, percent, seconds, mark, copies in marks:
            if name not in graphs:
                print(f"| {name} | | | | skipped: not here | |", flush=True)
                continue
            facts = runs.facts(program, graphs[name])
            resident = facts.resident if without_resident else 0
            budget = resident + runs.share_of(facts.peak - resident, percent)
            settings = runs.Settings(program, seconds, 1, "kept", copies)
            pending = [
                pool.submit(runs.solve, settings, graphs[name], budget, seed)
                for seed in range(args.seeds)
            ]
            results = [run.result() for run in pending]
            found = [run.overhead for run in results if run.overhead is not None]
            reached = len(found) == len(results) and round(statistics.median(found), 4) <= mark
            missed += not reached
            times = statistics.median(run.best if run.best is not None else seconds for run in results)
            label = f"{percent} %" + (f", {copies} copies" if copies else "")
            cells = [name, label, f"{seconds:g} s", f"{mark:g}", outcome(results, 4), f"{times:.2f}"]
            print("| " + " | ".join(cells) + (" | yes |" if reached else " | NO |"), flush=True)
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=pathlib.Path, help="the moccasin program")
    parser.add_argument("--torch", type=pathlib.Path, metavar="DIR", help="more graphs like data/")
    parser.add_argument("--seeds", type=int, default=5, help="runs a mark")
    parser.add_argument("--jobs", type=int, default=1, help="runs at the same time")
    args = parser.parse_args()
    program = args.program.resolve()
    print("| graph | budget | limit | mark | overhead %, median (range) | best at s | reached |")
    print("|---|---|---|---|---|---|---|", flush=True)
    missed = check(program, paper_graphs(), PAPER_MARKS, False, args)
    missed += check(program, traced_graphs(args.torch), TRACED_MARKS, True, args)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
