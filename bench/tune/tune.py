#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares variants of the search in free order on generated graphs: the source as it is, and with one
text replaced by another.

    bench/tune/tune.py [--seconds S] [--seeds N] [--jobs J] [--set layered|training] [VARIANT ...]

VARIANT is FILE:OLD=>NEW, or several of them with ';' between; OLD occurs exactly once in FILE. Each
variant is built in a copy of the tree. Prints for each the geometric mean of the overheads in per
cent, and the mean overhead of every graph. No graph that results are reported for is among them, so
that what is tuned here can be measured there.
"""

import argparse
import concurrent.futures
import json
import math
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAYERED = [("layered", n, seed, "70%") for n in (250, 400, 700, 1000) for seed in (11, 12)] + [
    ("layered", n, seed, "80%") for n in (400, 1000) for seed in (11, 12)]
TRAINING = [(kind, n, 11, budget) for kind, n in (("residual", 400), ("unet", 240), ("transformer", 1000))
            for budget in ("70%", "50%")]
SETS = {"layered": LAYERED, "training": TRAINING}
LEAST = 0.01  # per cent: overheads below it count as this much in the geometric mean
NOTHING = 100.0  # per cent: what a run without a schedule counts as


def call(command: list) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"tune.py: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def build(folder: pathlib.Path, variant: str) -> pathlib.Path:
    """The program with the replacements of `variant` made."""
    tree, out = folder / "tree", folder / "build"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", "build*", "__pycache__"))
    for change in filter(None, variant.split(";")):
        file, _, replacement = change.partition(":")
        old, arrow, new = replacement.partition("=>")
        path = tree / file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if not arrow or text.count(old) != 1:
            sys.exit(f"tune.py: '{change}': the text to replace occurs {text.count(old)} times")
        path.write_text(text.replace(old, new), encoding="utf-8")
    generator = ["-G", "Ninja"] if shutil.which("ninja") else []
    call(["cmake", *generator, "-S", tree, "-B", out, "-DCMAKE_BUILD_TYPE=Release",
          "-DMOCCASIN_BUILD_TESTS=OFF", "-DMOCCASIN_WERROR=OFF"])
    call(["cmake", "--build", out, "--parallel", "2"])
    return out / "app" / "moccasin"


def overhead(program: pathlib.Path, graph: pathlib.Path, budget: str, seconds: float, seed: int) -> float:
    done = subprocess.run(
        [program, "solve", graph, "-b", budget, "-t", f"{seconds}s", "-p", "1", "-r", str(seed), "--json",
         "-q", "--x-search=local"], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout).get("overhead_percent") if done.stdout else None
    return NOTHING if found is None else found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--set", choices=SETS, default="layered")
    parser.add_argument("variants", nargs="*")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        graphs: list[tuple[pathlib.Path, str]] = []
        for variant in ["", *arguments.variants]:
            program = build(folder, variant)
            for kind, nodes, seed, budget in SETS[arguments.set] if not graphs else []:
                path = folder / f"{kind}-{nodes}-{seed}.json"
                call([program, "generate", kind, "--nodes", nodes, "--seed", f"{seed}{nodes}", "-o", path])
                graphs.append((path, budget))
            with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as executor:
                runs = [[executor.submit(overhead, program, graph, budget, arguments.seconds, seed)
                         for seed in range(1, arguments.seeds + 1)] for graph, budget in graphs]
                means = [statistics.mean(run.result() for run in row) for row in runs]
            mean = math.exp(statistics.mean(math.log(max(value, LEAST)) for value in means))
            print(f"{mean:.4f}", " ".join(f"{value:.2f}" for value in means), variant or "as it is", flush=True)


if __name__ == "__main__":
    main()
