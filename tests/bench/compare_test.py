# SPDX-License-Identifier: Apache-2.0
"""The other solvers of bench/compare solve the same problem: compare_test.py PROGRAM COMPARE_FOLDER.

Where they are not installed (bench/compare/requirements.txt) the exit status is 77: skipped.
"""

import csv
import dataclasses
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM, COMPARE = sys.argv[1:3]
sys.path.insert(0, COMPARE)
MISSING = [name for name in ("highspy", "matplotlib", "numpy", "ortools") if not importlib.util.find_spec(name)]
if MISSING:
    print("not installed: " + ", ".join(MISSING))
    sys.exit(77)

import contenders  # noqa: E402  after it is known that they can be
import instances  # noqa: E402
import knapsack  # noqa: E402
import records  # noqa: E402
from contenders import End  # noqa: E402

COPIES = 2
PROBLEMS = 12


def settings():
    return contenders.Settings(PROGRAM, COPIES, workers=1, seconds=30, own_seconds=30, seed=1)


class CompareTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def case(self, seed):
        path = self.folder / f"{seed}.json"
        problem = instances.make(PROGRAM, path, seed, 14)
        resident = json.loads(path.read_text())["resident"]
        return contenders.Case(path.stem, path, 0, problem.budget + resident, sum(problem.duration))

    def test_all_models_have_the_same_optimum(self):
        recomputed = 0
        for seed in range(PROBLEMS):
            case = self.case(seed)
            ours = contenders.run_moccasin(case, settings())
            optimum = ours.trace[-1].duration
            self.assertEqual(ours.end, End.INFEASIBLE if optimum is None else End.OPTIMAL, seed)
            for solver in ("cp-sat", "cp-sat-reservoirs", "checkmate"):
                run = contenders.CONTENDERS[solver](case, settings())
                self.assertEqual((run.trace[-1].duration, run.end), (optimum, ours.end), f"{solver}, seed {seed}")
                if optimum is not None:
                    self.assertEqual(run.trace[-1].bound, optimum, f"{solver}, seed {seed}")
            recomputed += optimum is not None and optimum > case.base
        self.assertGreater(recomputed, PROBLEMS // 3)

    def test_a_knapsack_is_no_better_than_the_optimum(self):
        found = 0
        for seed in range(4 * PROBLEMS):
            case = self.case(seed)
            any_copies = dataclasses.replace(settings(), copies=0, own_seconds=1)
            theirs = contenders.run_knapsack(case, any_copies).trace[-1].duration
            ours = contenders.run_moccasin(case, any_copies)
            if theirs is not None:
                found += 1
                self.assertGreaterEqual(theirs, ours.trace[-1].bound, seed)
        self.assertGreater(found, PROBLEMS // 2)

    def test_the_knapsack_itself(self):
        items = [(500, 7), (300, 4), (250, 4), (450, 4), (0, 1)]
        self.assertEqual(knapsack.kept(items, 1000), {1, 2, 3, 4})
        self.assertEqual(knapsack.kept(items, 0), {4})

    def test_the_peak_of_a_plan(self):
        for seed in range(PROBLEMS):
            case = self.case(seed)
            judge = contenders.Judge(case, PROGRAM, 0)
            problem = judge.problem()
            base = list(problem.operations())
            self.assertEqual(knapsack.peak_of(problem, base), max(instances.base_profile(problem)))
            plan = knapsack.solve(problem)
            if plan is not None:
                self.assertIsNotNone(judge.verify(plan)[0], seed)

    def test_wrong_schedules_are_refused(self):
        case = self.case(3)
        judge = contenders.Judge(case, PROGRAM, COPIES)
        self.assertIsNone(judge.verify([0, 0, 0])[0])
        with self.assertRaises(SystemExit):
            judge.duration("nobody", [0, 0, 0], 5)

    def test_what_is_measured_is_not_measured_again(self):
        graph = self.folder / "chain.json"
        command = [PROGRAM, "generate", "chain", "--nodes", "20", "-o", graph]
        subprocess.run(command, check=True)
        words = ["--solvers", "cp-sat,knapsack", "--budgets", "70", "--seconds", "20", "--workers", "1"]
        command = [sys.executable, f"{COMPARE}/side_by_side.py", PROGRAM, graph, "--out", self.folder / "out", *words]
        first = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        self.assertEqual(first.count("chain 70 % "), 3)
        table = (self.folder / "out/table.md").read_text()
        self.assertTrue(first.endswith(table))
        self.assertEqual(table.count("\n"), 4)
        second = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        self.assertEqual(second, table)
        with open(self.folder / "out/runs.csv", encoding="utf-8") as file:
            self.assertEqual([row["solver"] for row in csv.DictReader(file)], ["cp-sat", "knapsack", "moccasin"])
        other = subprocess.run([*command, "--seed", "2"], check=False, capture_output=True, text=True)
        self.assertEqual(other.returncode, 1)
        self.assertIn("other settings", other.stderr)
        picture = self.folder / "picture.svg"
        command = [sys.executable, f"{COMPARE}/pictures.py", self.folder / "out", "-o", picture]
        subprocess.run(command, check=True)
        self.assertIn("</svg>", picture.read_text())

    def test_ratios(self):
        point = contenders.Point
        theirs = contenders.Run([point(2.0, 120, 100), point(8.0, 110, 100), point(9.0, 110, 110)], End.OPTIMAL)
        ours = contenders.Run([point(0.01, 130, 100), point(0.04, 109, 100), point(1.0, 109, 100)])
        line = records.line("g | 90 % | x", 100, theirs, ours)
        self.assertEqual(line, "| g | 90 % | x | 10.0000 | 8 s | 9 s | 0.04 s | 200 | 9.0000 | open at 1 s, gap 9.00 % |\n")
        nothing = contenders.Run([point(600.0, None, 100)])
        self.assertIn("| none | never | open at 600 s | 0.01 s | >60000 |", records.line("g", 100, nothing, ours))
        quick = contenders.Run([point(0.01, 109, None)])
        self.assertIn("| no bound | 0.04 s | 0.25 |", records.line("g", 100, quick, ours))

    def test_traces_are_in_order(self):
        found, bounds = [(1.0, 120), (4.0, 125), (5.0, 110)], [(0.0, 100), (2.0, 105), (6.0, 103)]
        times = [(p.seconds, p.duration, p.bound) for p in contenders.joined(found, bounds, 7.0)]
        expected = [(0.0, None, 100), (1.0, 120, 100), (2.0, 120, 105), (5.0, 110, 105), (7.0, 110, 105)]
        self.assertEqual(times, expected)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
