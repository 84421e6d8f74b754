#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""moccasin pack beside minimalloc and CP-SAT on minimalloc's files; prints a Markdown table.

    bench/compare/packing.py build/release/app/moccasin --minimalloc CHECKOUT \\
        --capacity 1048576 --seeds 0,1,2,3,4 --timeout 60 --out DIR FILE.csv...

In every turn, one for each seed, each contender packs the file once; minimalloc has no seed. DIR
gets runs.csv, a line for each run, and table.md. Offsets are checked. A contender that is not there
is named and left out.
"""

import argparse
import csv
import math
import pathlib
import statistics
import sys

from packers import Case, Failure, Packers, Run, build_minimalloc, make_case

HEAD = ["case", "buffers", "seed", "contender", "limit", "end", "cpu", "wall"]


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def packers_of(args: argparse.Namespace) -> Packers:
    found = Packers(args.program, args.minimalloc and build_minimalloc(args.minimalloc))
    found.tell_missing()
    return found


def seconds_of(run: Run) -> float:
    """Of the processor; infinite where nothing was decided."""
    return math.inf if run.end == "open" else run.cpu


def seconds_text(seconds: float) -> str:
    return "-" if seconds == math.inf else f"{seconds:.3g}"


def spread_text(values: list[float], text) -> str:
    """Median, and least to most where they differ as printed."""
    middle, least, most = (text(of(values)) for of in (statistics.median, min, max))
    return middle if least == most else f"{middle} ({least}..{most})"


def ratio_text(value: float) -> str:
    return "-" if value == 0 else f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def ratio_cell(theirs: list[Run], ours: list[Run]) -> str:
    """Their median by each of ours; `>` where theirs is undecided, and its seconds are a bound."""
    middle = statistics.median(run.cpu for run in theirs)
    undecided = statistics.median(map(seconds_of, theirs)) == math.inf
    return ">" * undecided + spread_text([middle / seconds_of(run) for run in ours], ratio_text)


def line(case: Case, names: list[str], runs: dict[str, list[Run]]) -> str:
    cells = [case.name, str(len(case.buffers))]
    for name in names:
        cells.append(spread_text([seconds_of(run) for run in runs[name]], seconds_text))
        if name != "moccasin":
            cells.append(ratio_cell(runs[name], runs["moccasin"]))
    return f"| {' | '.join(cells)} |\n"


def head(names: list[str]) -> str:
    cells = ["case", "buffers"]
    for name in names:
        cells += [f"{name}, s"] + ["ratio"] * (name != "moccasin")
    return f"| {' | '.join(cells)} |\n|{'---|' * len(cells)}\n"


def summary(names: list[str], tables: list[dict[str, list[Run]]]) -> str:
    """Over all files: of each file the ratio of the medians, and files with any slower seed."""
    text = ""
    for name in names[1:]:
        ratios, slower = [], 0
        for runs in tables:
            theirs = statistics.median(run.cpu for run in runs[name])
            ours = [seconds_of(run) for run in runs["moccasin"]]
            ratios.append(theirs / statistics.median(ours))
            slower += max(ours) >= theirs
        middle, least = ratio_text(statistics.median(ratios)), ratio_text(min(ratios))
        text += f"{name} by moccasin: median {middle}, least {least}; "
        text += f"not sooner with every seed on {slower} of {len(tables)}\n"
    return text


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("files", type=pathlib.Path, nargs="+", help="as minimalloc has them")
    parser.add_argument("--minimalloc", type=pathlib.Path, help="a checkout, with its submodules")
    parser.add_argument("--capacity", type=int, help="bytes; default: the live peak of each file")
    parser.add_argument("--timeout", type=float, default=60, help="seconds for each run")
    parser.add_argument("--seeds", type=numbers, default=[0, 1, 2, 3, 4])
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("packing"))
    return parser.parse_args()


def compare(args: argparse.Namespace) -> str:
    packers, tables = packers_of(args), []
    args.out.mkdir(parents=True, exist_ok=True)
    text = head(packers.names)
    with (args.out / "runs.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(HEAD)
        for path in args.files:
            case = make_case(path.stem, path.read_text(encoding="utf-8"), args.out, args.capacity)
            runs: dict[str, list[Run]] = {name: [] for name in packers.names}
            for seed in args.seeds:
                for name in packers.names:
                    run = packers.run(name, case, args.timeout, seed)
                    runs[name].append(run)
                    kept = [case.name, len(case.buffers), seed, name, args.timeout, run.end]
                    rows.writerow([*kept, f"{run.cpu:.6f}", f"{run.wall:.6f}"])
                    file.flush()
            tables.append(runs)
            text += line(case, packers.names, runs)
    return text + "\n" + summary(packers.names, tables)


def main() -> None:
    args = arguments()
    try:
        text = compare(args)
    except (Failure, OSError, ValueError) as error:
        sys.exit(f"packing.py: {error}")
    (args.out / "table.md").write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
