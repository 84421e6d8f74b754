#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""More threads beside one: when each has the best schedule that both find, and a proof.

    bench/threads.py build/release/app/moccasin --threads 2 --seconds 10 --seeds 3 [GRAPH BUDGET]...

Without graphs: ten generated and traced ones. Runs with one thread and with more alternate, seed by seed. The
time is that at which a run is first as good as the worse of the two in the end; ratios are one thread's
time divided by that of more.
"""

import argparse
import dataclasses
import pathlib
import statistics
import tempfile

import runs

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
TRACED = {"resnet50_b128_train": 60, "mobilenet_v2_b128_train": 60, "vit_b_16_b64_train": 50, "unet_b8_256_train": 60}
GENERATED = [  # kind, nodes, seed, per cent
    ("layered", 250, 21, 70),
    ("layered", 400, 22, 80),
    ("layered", 700, 23, 70),
    ("layered", 1000, 24, 80),
    ("transformer", 1000, 25, 60),
    ("residual", 400, 26, 60),
]


def problems(args: argparse.Namespace, folder: pathlib.Path) -> list[tuple[pathlib.Path, int]]:
    if args.problems:
        pairs = zip(args.problems[::2], args.problems[1::2])
        return [(pathlib.Path(graph), int(percent)) for graph, percent in pairs]
    found = [(DATA / f"{name}.json", percent) for name, percent in TRACED.items()]
    for kind, nodes, seed, percent in GENERATED:
        path = folder / f"{kind}-{nodes}.json"
        runs.generate(args.program, kind, nodes, path, seed)
        found.append((path, percent))
    return found


def reached(run: runs.Run, target: float) -> float:
    return next((seconds for seconds, overhead in run.trace if overhead <= target + 1e-9), run.best)


def compare(one: runs.Run, more: runs.Run) -> tuple[float | None, float | None]:
    """The ratios of times to the best schedule and to the proof, where both have one."""
    if one.overhead is None or more.overhead is None:
        return None, None
    target = max(one.overhead, more.overhead)
    best = reached(one, target) / reached(more, target)
    both = one.status == more.status == "optimal"
    return best, one.time / more.time if both else None


def cell(values: list[float]) -> str:
    return f"{statistics.median(values):.2f}" if values else "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=lambda path: pathlib.Path(path).resolve(), help="the moccasin program")
    parser.add_argument("problems", nargs="*", metavar="GRAPH BUDGET", help="budgets in per cent of the peak")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--order", choices=["kept", "free"], default="free")
    args = parser.parse_args()
    if len(args.problems) % 2 != 0:
        parser.error("each graph needs a budget")
    single = runs.Settings(args.program, args.seconds, 1, args.order, 0)
    several = dataclasses.replace(single, threads=args.threads)
    print("| graph | budget | one thread % | more % | best: ratio | proof: ratio | one proved after | more |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    bests, proofs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for graph, percent in problems(args, pathlib.Path(folder)):
            facts = runs.facts(args.program, graph)
            budget = runs.share_of(facts.peak, percent)
            pairs = [
                (runs.solve(single, graph, budget, seed), runs.solve(several, graph, budget, seed))
                for seed in range(args.seeds)
            ]
            ratios = [compare(*pair) for pair in pairs]
            best = [ratio for ratio, _ in ratios if ratio is not None]
            proof = [ratio for _, ratio in ratios if ratio is not None]
            bests += best
            proofs += proof
            overheads = [[run.overhead for run in side if run.overhead is not None] for side in zip(*pairs)]
            proved = [[run.time for run in side if run.status == "optimal"] for side in zip(*pairs)]
            cells = [graph.stem, f"{percent} %", *map(cell, overheads), cell(best), cell(proof), *map(cell, proved)]
            print("| " + " | ".join(cells) + " |", flush=True)
    print(f"\nmedian ratios: best {cell(bests)} of {len(bests)}, proof {cell(proofs)} of {len(proofs)}")


if __name__ == "__main__":
    main()
