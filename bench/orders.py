#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The order free beside the order kept, and a longer run beside a shorter one; prints markdown tables.

    bench/orders.py build/release/app/moccasin layered    15 generated graphs: 5 widths, 3 sizes each
    bench/orders.py build/release/app/moccasin traced --graphs DIR    graphs traced from models
    bench/orders.py build/release/app/moccasin longer     20 runs of 10 s, and of 60 s with the same seeds

What is compared runs one after the other. No parameter was tuned on the generated graphs.
"""

import argparse
import dataclasses
import pathlib
import statistics
import tempfile

import runs

WIDTHS = (0.25, 0.31, 0.37, 0.43, 0.49)
SIZES = ((200, 1000), (350, 1500), (500, 2000), (300, 1200), (250, 1700))  # of each width, with 700
NOISE = 0.05  # points of overhead that a longer run may be worse


def overhead_text(run: runs.Run) -> str:
    return run.status if run.overhead is None else f"{run.overhead:.4f}"


def worse(run: runs.Run, other: runs.Run, by: float = 0) -> bool:
    """Whether `run` found less than `other`."""
    if other.overhead is None:
        return False
    return run.overhead is None or run.overhead > other.overhead + by + 1e-9


def generated(settings: runs.Settings, folder: pathlib.Path) -> list[pathlib.Path]:
    paths = []
    for index, width in enumerate(WIDTHS):
        for number, nodes in enumerate((SIZES[index][0], 700, SIZES[index][1])):
            path = folder / f"layered-{nodes}-width{width}.json"
            seed = 9000 + 10 * index + number
            runs.generate(settings.program, "layered", nodes, path, seed, ["--width", str(width)])
            paths.append(path)
    return paths


def compare(settings: runs.Settings, graphs: list[pathlib.Path], budgets: list[int], seeds: int) -> None:
    """Both orders, seed by seed."""
    kept, free = (dataclasses.replace(settings, order=order) for order in ("kept", "free"))
    print("| graph | n | budget | kept % | free % | bound of free % | free worse |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    differences, count, lost = [], 0, 0
    for graph in graphs:
        facts = runs.facts(settings.program, graph)
        for percent in budgets:
            budget = runs.share_of(facts.peak, percent)
            pairs = [(runs.solve(kept, graph, budget, seed), runs.solve(free, graph, budget, seed))
                     for seed in range(seeds)]
            bad = sum(worse(b, a) for a, b in pairs)
            differences += [b.overhead - a.overhead for a, b in pairs if None not in (a.overhead, b.overhead)]
            count += len(pairs)
            lost += bad
            cells = [", ".join(overhead_text(pair[side]) for pair in pairs) for side in (0, 1)]
            cells.append(f"{max(pair[1].bound for pair in pairs):.4f}")
            cells.append(f"{bad} of {len(pairs)}" if bad else "")
            print(f"| {facts.name} | {facts.operations} | {percent} % | " + " | ".join(cells) + " |", flush=True)
    if differences:
        print(f"\nfree - kept, points: median {statistics.median(differences):.3f}, best "
              f"{min(differences):.3f}, worst {max(differences):.4f}; free worse in {lost} of {count} runs")


def longer(settings: runs.Settings, graphs: list[pathlib.Path], times: tuple[float, float], indices: range) -> None:
    """Runs of two lengths with the same seed."""
    short, long = (dataclasses.replace(settings, order="free", seconds=seconds) for seconds in times)
    print(f"| graph | budget | seed | {times[0]:g} s % | {times[1]:g} s % | |")
    print("| --- | --- | --- | --- | --- | --- |")
    good = 0
    for index in indices:
        graph, percent = graphs[index % len(graphs)], (70, 80)[index // len(graphs) % 2]
        budget = runs.share_of(runs.facts(settings.program, graph).peak, percent)
        pair = [runs.solve(each, graph, budget, index) for each in (short, long)]
        bad = worse(pair[1], pair[0], NOISE)
        good += not bad
        cells = [graph.stem, f"{percent} %", str(index), *map(overhead_text, pair), "worse" if bad else ""]
        print("| " + " | ".join(cells) + " |", flush=True)
    print(f"\n{times[1]:g} s at least as good as {times[0]:g} s, within {NOISE} points: {good} of {len(indices)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=pathlib.Path, help="the moccasin program")
    parser.add_argument("what", choices=("layered", "traced", "longer"))
    parser.add_argument("--graphs", type=pathlib.Path, metavar="DIR", help="graphs for traced; default: data/")
    parser.add_argument("--seconds", type=float, default=5, help="for a run; of longer: 10 and 60")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--count", type=int, default=20, help="pairs of longer")
    parser.add_argument("--first", type=int, default=0, help="the first of them, to make them in parts")
    args = parser.parse_args()
    settings = runs.Settings(args.program.resolve(), args.seconds, 1, "free", 0)
    with tempfile.TemporaryDirectory() as name:
        if args.what == "traced":
            folder = args.graphs or pathlib.Path(__file__).resolve().parents[1] / "data"
            compare(settings, sorted(folder.glob("*_train.json")), [80, 60, 50], args.seeds)
            return
        graphs = generated(settings, pathlib.Path(name))
        if args.what == "layered":
            compare(settings, graphs, [80, 70], args.seeds)
        else:
            longer(settings, graphs, (10, 60), range(args.first, args.first + args.count))


if __name__ == "__main__":
    main()
