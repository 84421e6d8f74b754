#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""models_test.py WRITE_MODELS minizinc|cbc FOLDER: what other solvers make of our problems.

Each problem's optimum must be the one that trying everything found. Skipped, exit status 77, where
the solver is not installed.
"""

import pathlib
import re
import shutil
import subprocess
import sys

PROBLEMS = {"minizinc": 60, "cbc": 120}
SKIPPED = 77


def output_of(command: list) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stdout}{done.stderr}")
    return done.stdout


def by_minizinc(stem: pathlib.Path, _base: int, _ticks: int) -> int | None:
    """The least duration in ticks."""
    text = output_of(["minizinc", "--solver", "gecode", stem.parent / "model.mzn", stem.with_suffix(".dzn")])
    if "=====UNSATISFIABLE=====" in text:
        return None
    if "==========" not in text:
        sys.exit(f"{stem}: not solved to the end: {text}")
    return int(re.findall(r"duration = (\d+);", text)[-1])


def by_cbc(stem: pathlib.Path, base: int, ticks: int) -> int | None:
    solution = stem.with_suffix(".sol")
    # Its preprocessing calls some infeasible programs solved, and says so.
    output_of(["cbc", stem.with_suffix(".lp"), "-preprocess", "off", "-solve", "-solution", solution])
    first = solution.read_text(encoding="utf-8").splitlines()[0]
    if "nfeasible" in first:
        return None
    if not first.startswith("Optimal - objective value"):
        sys.exit(f"{stem}: {first}")
    return base + ticks * round(float(first.split()[-1]))


def main() -> None:
    write_models, solver, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    if shutil.which(solver) is None:
        print(f"{solver} is not installed")
        sys.exit(SKIPPED)
    shutil.rmtree(folder, ignore_errors=True)
    count = PROBLEMS[solver]
    output_of([write_models, folder, count])
    ask = {"minizinc": by_minizinc, "cbc": by_cbc}[solver]
    recomputing = infeasible = 0
    for number in range(count):
        stem = folder / str(number)
        words = stem.with_suffix(".txt").read_text(encoding="utf-8").split()
        expected, base, ticks = (None, 0, 1) if words == ["none"] else map(int, words)
        found = ask(stem, base, ticks)
        if found != expected:
            sys.exit(f"{stem}: {solver} finds {found}, trying everything {expected}")
        infeasible += expected is None
        recomputing += expected is not None and expected > base
    print(f"{count} problems: {recomputing} with recomputation, {infeasible} infeasible")
    if recomputing < count // 10 or infeasible < count // 20:
        sys.exit("too few that say anything")


if __name__ == "__main__":
    main()
