# SPDX-License-Identifier: Apache-2.0
"""Sets of packings, moccasin alone: packing_sets_test.py PROGRAM COMPARE_FOLDER."""

import csv
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM, COMPARE = sys.argv[1:3]
sys.path.insert(0, COMPARE)

import made_packings  # noqa: E402  after it is known where they are
import packing_sets  # noqa: E402
from buffers import live_peak, read  # noqa: E402
from packers import Run  # noqa: E402

AREA = 1 << 20  # of a step, of what is cut


def area(buffers):
    return sum((buffer.upper - buffer.lower) * buffer.size for buffer in buffers)


class SetsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "out"

    def command(self, *words, status=0):
        command = [sys.executable, f"{COMPARE}/packing_sets.py", PROGRAM, *words, "--out", self.out]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr if status else done.stdout

    def rows(self):
        with (self.out / "runs.csv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_the_same_seed_makes_the_same_buffers(self):
        self.assertEqual(made_packings.random_set(2), made_packings.random_set(2))
        names = [made.name for made in made_packings.random_set(2)]
        self.assertEqual(len(set(names)), 2 * len(made_packings.SHAPES))
        texts = {made.text for made in made_packings.random_set(2)}
        self.assertEqual(len(texts), len(names))

    def test_shapes_are_as_described(self):
        for shape in made_packings.SHAPES:
            for seed in range(20):
                buffers = made_packings.random_buffers(shape, seed)
                steps = max(buffer.upper for buffer in buffers)
                self.assertLessEqual(len(buffers), 400)
                self.assertLessEqual(steps, 200)
                if shape == "cut":
                    self.assertEqual((live_peak(buffers), area(buffers)), (AREA, steps * AREA))
                elif shape == "loose":
                    self.assertLess(area(buffers), steps * AREA)
                elif shape.startswith("few"):
                    self.assertLessEqual({b.size for b in buffers}, set(made_packings.FEW_SIZES))

    def test_random_packings_are_decided(self):
        table = self.command("random", "--each", "1", "--limits", "30")
        self.assertEqual(table, (self.out / "table.md").read_text(encoding="utf-8"))
        rows = self.rows()
        self.assertEqual([row["group"] for row in rows], list(made_packings.SHAPES))
        for row in rows:
            buffers = read((self.out / f"{row['case']}.csv").read_text(encoding="utf-8"))
            self.assertEqual(int(row["capacity"]), live_peak(buffers))
            self.assertEqual(row["end"], "solved", row["case"])

    def test_schedules_of_a_graph_are_packed(self):
        graph = self.folder / "chain.json"
        generate = [PROGRAM, "generate", "chain", "--nodes", "40", "--output", graph]
        subprocess.run(generate, check=True)
        words = ["--limits", "30", "--budgets", "70,1", "--seeds", "0", "--work", "100000"]
        self.command("traced", graph, *words)
        cases = {row["case"]: row["group"] for row in self.rows()}
        self.assertEqual(cases["chain-70-0"], "traced")
        self.assertIn("generated", cases.values())
        self.assertFalse([case for case in cases if case.endswith("-1-0")])  # no schedule fits

    def test_graphs_are_for_traced(self):
        self.assertIn("graphs are what traced takes", self.command("traced", status=2))
        self.assertIn("graphs are what traced takes", self.command("random", "g.json", status=2))


class TableTest(unittest.TestCase):
    def test_quantiles_count_what_is_open_as_longest(self):
        found = [packing_sets.quantile([3, 1, 2], share) for share in (0.5, 0.9, 1)]
        self.assertEqual(found, [2, 3, 3])
        runs = {str(second): Run("solved", float(second), 9.0) for second in range(1, 9)}
        runs |= {"proved": Run("impossible", 9.0, 9.0), "late": Run("open", 1.0, 1.0)}
        lines = packing_sets.table({("g", "moccasin", 1.0): runs}).splitlines()
        self.assertEqual(lines[2], "| g | 10 | moccasin | 1 | 8 | 1 | 1 | 5 | 9 | - |")
        self.assertEqual({line.count("|") for line in lines}, {11})

    def test_a_contradiction_is_named(self):
        solved, refuted, late = (Run(end, 1.0, 1.0) for end in ("solved", "impossible", "open"))
        ours, theirs = ("g", "moccasin", 1.0), ("g", "minimalloc", 1.0)
        agreed = {ours: {"a": solved, "b": refuted}, theirs: {"a": solved, "b": late}}
        self.assertEqual(packing_sets.contradictions(agreed), [])
        agreed[theirs] = {"a": refuted, "b": late}
        what = ["a: solved by moccasin, impossible by minimalloc"]
        self.assertEqual(packing_sets.contradictions(agreed), what)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
