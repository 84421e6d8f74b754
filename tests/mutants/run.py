#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants the bugs of *_mutants.py in a copy of the tree, one at a time, and demands that a test fails.

    tests/mutants/run.py [--jobs N] [--only WORD] [--folder FOLDER] [--build DIR]

Exit status 1 if a bug goes unnoticed, or cannot be planted because the source has changed.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import app_mutants
import arena_mutants
import audit_mutants
import bound_mutants
import c_door_mutants
import certificate_mutants
import curve_mutants
import dialect_mutants
import embed_mutants
import engine_mutants
import explain_mutants
import files_mutants
import floor_mutants
import output_mutants
import packing_mutants
import placement_mutants
import portfolio_mutants
import reproducibility_mutants
import search_mutants
from mutant import Mutant

MUTANTS = [*search_mutants.MUTANTS, *engine_mutants.MUTANTS, *bound_mutants.MUTANTS,
           *certificate_mutants.MUTANTS, *audit_mutants.MUTANTS, *floor_mutants.MUTANTS,
           *output_mutants.MUTANTS, *placement_mutants.MUTANTS, *portfolio_mutants.MUTANTS,
           *app_mutants.MUTANTS,
           *reproducibility_mutants.MUTANTS, *files_mutants.MUTANTS, *embed_mutants.MUTANTS,
           *c_door_mutants.MUTANTS, *packing_mutants.MUTANTS, *arena_mutants.MUTANTS,
           *curve_mutants.MUTANTS, *explain_mutants.MUTANTS, *dialect_mutants.MUTANTS]

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT = 120  # seconds; a bug may well make a test run forever
# Fewer problems than ctest has: those that show these bugs are among the first.
ENVIRONMENT = {**os.environ, "MOCCASIN_EXACTNESS_PROBLEMS": "1500",
               "MOCCASIN_CERTIFICATE_PROBLEMS": "150"}


class Copy:
    """A copy of the tree with a build folder beside it."""

    def __init__(self, folder: pathlib.Path, jobs: int):
        self.tree, self.build, self.jobs = folder / "tree", folder / "build", jobs
        shutil.rmtree(self.tree, ignore_errors=True)
        ignored = shutil.ignore_patterns(".git", "build", "__pycache__")
        # Fresh dates: what a kept build folder holds may be a mutant.
        shutil.copytree(ROOT, self.tree, ignore=ignored, copy_function=shutil.copy)
        generator = ["-G", "Ninja"] if shutil.which("ninja") else []
        self.call(["cmake", *generator, "-S", self.tree, "-B", self.build,
                   "-DCMAKE_BUILD_TYPE=RelWithDebInfo", "-DMOCCASIN_WERROR=OFF"])

    def call(self, command: list) -> None:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            sys.exit(f"run.py: {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")

    def compile(self, programs: list[str]) -> None:
        targets = ["moccasin_cli" if program.endswith(".py") else pathlib.PurePath(program).name
                   for program in programs]
        self.call(["cmake", "--build", self.build, "-j", self.jobs, "--target", *targets])

    def command(self, program: str) -> list:
        """Scripts of tests/app are told where the program is, and data to try."""
        if not program.endswith(".py"):
            return [self.build / program]
        return [sys.executable, self.tree / program, self.build / "app/moccasin", self.tree / "data"]

    def passes(self, program: str) -> bool:
        try:
            done = subprocess.run(self.command(program), env=ENVIRONMENT, timeout=TIMEOUT,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def outcome(copy: Copy, mutant: Mutant) -> str:
    path = copy.tree / mutant.file
    original = path.read_text(encoding="utf-8")
    if original.count(mutant.old) != 1:
        return f"NOT PLANTED: {original.count(mutant.old)} places"
    path.write_text(original.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        copy.compile([mutant.program])
        return "UNNOTICED" if copy.passes(mutant.program) else "noticed"
    finally:
        path.write_text(original, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--jobs", type=int, default=1, help="of the compiler")
    parser.add_argument("--only", default="", metavar="WORD", help="mutants with it in the title")
    parser.add_argument("--folder", default="", help="mutants for the tests in tests/<folder>")
    parser.add_argument("--build", type=pathlib.Path, help="folder to keep; default: temporary")
    args = parser.parse_args()
    mutants = [mutant for mutant in MUTANTS
               if args.only in mutant.title and args.folder in ("", mutant.folder)]
    with tempfile.TemporaryDirectory() as temporary:
        copy = Copy(args.build or pathlib.Path(temporary), args.jobs)
        tests = sorted({mutant.program for mutant in mutants})
        copy.compile(tests)
        broken = [test for test in tests if not copy.passes(test)]
        if broken:
            sys.exit(f"run.py: fails without any mutant: {', '.join(broken)}")
        survivors = 0
        for mutant in mutants:
            result = outcome(copy, mutant)
            survivors += result != "noticed"
            print(f"{result:12} {mutant.folder + ' ' + mutant.test:32} {mutant.title}", flush=True)
    print(f"{len(mutants) - survivors} of {len(mutants)} noticed")
    return 0 if survivors == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
