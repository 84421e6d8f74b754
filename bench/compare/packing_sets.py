#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many packings with the live peak for capacity, moccasin pack beside minimalloc: what is decided.

    bench/compare/packing_sets.py build/release/app/moccasin random --each 50 \\
        --minimalloc CHECKOUT --limits 1,10 --out DIR
    bench/compare/packing_sets.py build/release/app/moccasin traced data/*.json ...

`random`: so many of each shape. `traced`: schedules of graphs and of three generated training steps
at several budgets and seeds. What a shorter limit decides is not run again with a longer one. DIR
gets the buffers, runs.csv and table.md. Where one proves impossible what another solves, that is
said, and the exit status is 1.
"""

import argparse
import csv
import math
import pathlib
import sys

from made_packings import Made, random_set, traced_set
from packers import Failure, Packers, Run, build_minimalloc, make_case
from packing import numbers, seconds_of, seconds_text

HEAD = ["group", "case", "buffers", "capacity", "contender", "limit", "end", "cpu", "wall"]
COLUMNS = "group | packings | contender | limit, s | solved | impossible | open"
COLUMNS += " | half, s | nine tenths, s | most, s"

Results = dict[tuple[str, str, float], dict[str, Run]]  # by group, contender and limit: by case


def quantile(values: list[float], share: float) -> float:
    """The least of them that so large a share is not above."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def table(results: Results) -> str:
    """Quantiles count what is open as longest."""
    lines = [f"| {COLUMNS} |\n|{'---|' * (COLUMNS.count('|') + 1)}\n"]
    for (group, name, limit), runs in results.items():
        ends = [run.end for run in runs.values()]
        cells = [group, str(len(ends)), name, f"{limit:g}"]
        cells += [str(ends.count(end)) for end in ("solved", "impossible", "open")]
        seconds = [seconds_of(run) for run in runs.values()]
        cells += [seconds_text(quantile(seconds, share)) for share in (0.5, 0.9, 1)]
        lines.append(f"| {' | '.join(cells)} |\n")
    return "".join(lines)


def contradictions(results: Results) -> list[str]:
    """Cases that one contender solved and another proved impossible."""
    ends: dict[str, dict[str, set[str]]] = {}  # by case, by end: contenders
    for (_, name, _), runs in results.items():
        for case, run in runs.items():
            ends.setdefault(case, {}).setdefault(run.end, set()).add(name)
    found = []
    for case, by in ends.items():
        if "solved" in by and "impossible" in by:
            solved, refuted = (", ".join(sorted(by[end])) for end in ("solved", "impossible"))
            found.append(f"{case}: solved by {solved}, impossible by {refuted}")
    return found


def run_all(
    made: list[Made], packers: Packers, limits: list[float], folder: pathlib.Path
) -> Results:
    """Limits ascend; contenders take turns, case by case."""
    groups = list(dict.fromkeys(of.group for of in made))
    keys = [(group, name, limit) for group in groups for name in packers.names for limit in limits]
    results: Results = {key: {} for key in keys}
    with (folder / "runs.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(HEAD)
        for of in made:
            case = make_case(of.name, of.text, folder)
            for name in packers.names:
                run = Run("open", 0.0, 0.0)
                for limit in limits:
                    if run.end == "open":
                        run = packers.run(name, case, limit)
                        kept = [of.group, of.name, len(case.buffers), case.capacity, name, limit]
                        rows.writerow([*kept, run.end, f"{run.cpu:.6f}", f"{run.wall:.6f}"])
                        file.flush()
                    results[of.group, name, limit][of.name] = run
    return results


def limits_of(text: str) -> list[float]:
    return sorted(float(part) for part in text.split(","))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("set", choices=("random", "traced"))
    parser.add_argument("graphs", type=pathlib.Path, nargs="*", help="of traced")
    parser.add_argument("--minimalloc", type=pathlib.Path, help="a checkout, with its submodules")
    parser.add_argument("--cp-sat", action="store_true", help="CP-SAT as well")
    parser.add_argument("--limits", type=limits_of, default=[1.0, 10.0], help="seconds: 1,10")
    parser.add_argument("--each", type=int, default=50, help="of random: packings of each shape")
    parser.add_argument("--budgets", type=numbers, default=[90, 80, 70, 60, 50], help="of traced")
    parser.add_argument("--seeds", type=numbers, default=[0, 1, 2], help="of traced")
    parser.add_argument("--work", type=int, default=20_000_000, help="of traced: ticks a schedule")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("packing_sets"))
    args = parser.parse_args()
    if (args.set == "traced") != bool(args.graphs):
        parser.error("graphs are what traced takes, and random does not")
    return args


def measure(args: argparse.Namespace) -> Results:
    packers = Packers(args.program, args.minimalloc and build_minimalloc(args.minimalloc))
    if not args.cp_sat:
        packers.leave_out("cp-sat")
    packers.tell_missing()
    args.out.mkdir(parents=True, exist_ok=True)
    if args.set == "random":
        made = random_set(args.each)
    else:
        folder = args.out / "graphs"
        folder.mkdir(exist_ok=True)
        budgets, seeds = args.budgets, args.seeds
        made = traced_set(args.program, args.graphs, folder, budgets, seeds, args.work)
    return run_all(made, packers, args.limits, args.out)


def main() -> None:
    args = arguments()
    try:
        results = measure(args)
    except (Failure, OSError, ValueError) as error:
        sys.exit(f"packing_sets.py: {error}")
    text = table(results)
    (args.out / "table.md").write_text(text, encoding="utf-8")
    print(text, end="")
    if wrong := contradictions(results):
        sys.exit("\n".join(["contradictions:", *wrong]))


if __name__ == "__main__":
    main()
