#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares docs/one-solve.md with what its program prints: one_solve_test.py PROGRAM ROOT."""

import subprocess
import sys
import unittest
from pathlib import Path


class OneSolve(unittest.TestCase):
    program, root = None, None

    def test_each_block_is_what_the_code_says(self):
        sys.path.append(str(self.root / "tests/architecture"))
        from check_documents import code_blocks

        graph = self.root / "examples/two_layers.json"
        run = subprocess.run(
            [self.program, graph], capture_output=True, text=True, check=True, timeout=60)
        shown = code_blocks((self.root / "docs/one-solve.md").read_text("utf-8"), "text")
        self.assertEqual(shown, run.stdout.split("--\n"))


if __name__ == "__main__":
    OneSolve.program, OneSolve.root = sys.argv[1], Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])
