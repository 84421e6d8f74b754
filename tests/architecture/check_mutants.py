#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that every planted bug of tests/mutants can be planted: check_mutants.py [ROOT].

The text that a mutant replaces has to occur exactly once in its file. Whether a test notices is for
tests/mutants/run.py to say, which takes an hour.
"""

import importlib
import sys

from source_tree import exit_with, root_of

def main(arguments):
    root = root_of(arguments)
    sys.path.insert(0, str(root / "tests/mutants"))
    mutants = importlib.import_module("run").MUTANTS
    problems = []
    for mutant in mutants:
        times = (root / mutant.file).read_text(encoding="utf-8").count(mutant.old)
        if times != 1:
            problems.append(f"{mutant.file}: what \"{mutant.title}\" replaces occurs {times} times:"
                            f" {mutant.old!r}")
    exit_with(problems, f"{len(mutants)} mutants can be planted")


if __name__ == "__main__":
    main(sys.argv)
