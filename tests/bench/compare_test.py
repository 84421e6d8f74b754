# SPDX-License-Identifier: Apache-2.0
"""The other solvers of bench/compare solve the same problem: compare_test.py PROGRAM COMPARE_FOLDER.

Where they are not installed (bench/compare/requirements.txt) the exit status is 77: skipped.
"""

import csv
import dataclasses
import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

PROGRAM, COMPARE = sys.argv[1:3]
sys.path.insert(0, COMPARE)
MISSING = [name for name in ("highspy", "matplotlib", "numpy", "ortools") if not importlib.util.find_spec(name)]
if MISSING:
    print("not installed: " + ", ".join(MISSING))
    sys.exit(77)

import highspy  # noqa: E402  after it is known that they can be

import contenders  # noqa: E402
import instances  # noqa: E402
import knapsack  # noqa: E402
import pictures  # noqa: E402
import records  # noqa: E402
import stages  # noqa: E402
from contenders import Case, End, Point, Run  # noqa: E402

COPIES = 2
PROBLEMS = 12
SEED = 1

LIAR = """#!{python}
import json, subprocess, sys
done = subprocess.run([{program!r}, *sys.argv[1:]], capture_output=True, text=True)
lines = done.stdout.splitlines(keepends=True)
if sys.argv[1] == "solve":
    i = next(i for i, line in enumerate(lines) if json.loads(line)["type"] == {kind!r})
    event = json.loads(lines[i])
    {lie}
    lines[i] = json.dumps(event) + chr(10)
sys.stdout.write("".join(lines))
sys.stderr.write(done.stderr)
sys.exit(done.returncode)
"""


def settings(workers=1):
    return contenders.Settings(PROGRAM, COPIES, workers, seconds=30, own_seconds=30)


def open_run(seconds, duration, bound, refused=0):
    return Run([Point(seconds, duration, bound)], End.OPEN, refused)


class CompareTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def case(self, seed):
        path = self.folder / f"{seed}.json"
        problem = instances.make(PROGRAM, path, seed, 14)
        resident = json.loads(path.read_text())["resident"]
        return Case(path.stem, path, "", 0, problem.budget + resident, sum(problem.duration))

    def chain(self, nodes=20):
        graph = self.folder / "chain.json"
        subprocess.run([PROGRAM, "generate", "chain", "--nodes", str(nodes), "-o", graph], check=True)
        return graph

    def command(self, script, *words, status=0):
        """What it writes to standard output, or to standard error if it is to fail."""
        command = [sys.executable, f"{COMPARE}/{script}", *words]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr if status else done.stdout

    def records(self, *runs, name="g"):
        """(seed, solver, run) of a problem with base duration 100."""
        made = records.Records(self.folder / "out", {})
        for seed, solver, run in runs:
            made.add(Case(name, None, "f", 90, 0, 100), seed, solver, run)
        return made

    def csv(self, name):
        return (self.folder / "out" / name).read_text(encoding="utf-8")

    def test_all_models_have_the_same_optimum(self):
        recomputed = infeasible = 0
        for seed in range(PROBLEMS):
            case, of = self.case(seed), settings(workers=2 if seed == 3 else 1)
            highspy.Highs.resetGlobalScheduler(True)  # which has as many threads as were first asked for
            ours = contenders.run_moccasin(case, of, SEED)
            optimum = ours.trace[-1].duration
            self.assertEqual(ours.end, End.INFEASIBLE if optimum is None else End.OPTIMAL, seed)
            whole = stages.whole(contenders.Judge(case, PROGRAM, COPIES).problem())
            whole = whole.solve(30, threads=of.workers)
            self.assertEqual((whole.status.value, whole.value), (ours.end.value, optimum and optimum - case.base), seed)
            for solver in ("cp-sat", "cp-sat-reservoirs", "checkmate"):
                run = contenders.CONTENDERS[solver](case, of, SEED)
                self.assertEqual((run.trace[-1].duration, run.end), (optimum, ours.end), f"{solver}, seed {seed}")
                if optimum is not None:
                    self.assertEqual(run.trace[-1].bound, optimum, f"{solver}, seed {seed}")
            recomputed += optimum is not None and optimum > case.base
            infeasible += optimum is None
        self.assertGreater(recomputed, PROBLEMS // 3)
        self.assertGreater(infeasible, 0)

    def test_a_knapsack_is_no_better_than_the_optimum(self):
        found = 0
        for seed in range(4 * PROBLEMS):
            case = self.case(seed)
            any_copies = dataclasses.replace(settings(), copies=0, own_seconds=1)
            theirs = contenders.run_knapsack(case, any_copies, SEED).trace[-1].duration
            ours = contenders.run_moccasin(case, any_copies, SEED)
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

    def test_every_schedule_of_moccasin_is_verified(self):
        case = Case("chain", self.chain(), "", 70, 269379175, 19119150)
        contenders.run_moccasin(case, settings(), SEED)
        lies = {
            ("solution", 'event["steps"].pop()'): "refused",
            ("solution", 'event["duration"] -= 1'): "it says",
            ("status", 'event["duration"] -= 1'): "it says",
        }
        for (kind, lie), message in lies.items():
            liar = self.folder / "liar"
            liar.write_text(LIAR.format(python=sys.executable, program=PROGRAM, kind=kind, lie=lie))
            liar.chmod(0o755)
            with self.assertRaisesRegex(SystemExit, f"chain 70 %, moccasin: .*{message}"):
                contenders.run_moccasin(case, dataclasses.replace(settings(), program=liar), SEED)

    def test_refused_schedules_are_counted(self):
        with mock.patch.object(contenders.Judge, "verify", return_value=(None, "no")):
            run = contenders.run_checkmate(self.case(3), settings(), SEED)
        self.assertGreater(run.refused, 0)
        self.assertEqual((run.end, run.trace[-1].duration), (End.STOPPED, None))
        theirs, ours = open_run(5.0, 103, 90, refused=2), open_run(1.0, 102, 90)
        table = self.records((1, "checkmate", theirs), (1, "moccasin", ours)).table()
        self.assertIn("| checkmate | 3.0000 (2 refused) | 5 s |", table)
        self.assertEqual(records.Records(self.folder / "out").table(), table)

    def test_what_is_measured_is_not_measured_again(self):
        graph, out = self.chain(), self.folder / "out"
        words = [PROGRAM, graph, "--out", out, "--solvers", "cp-sat,knapsack", "--budgets", "70", "--workers", "1"]
        words += ["--seconds", "20"]
        first = self.command("side_by_side.py", *words)
        self.assertEqual(first.count("chain 70 %, seed 1, "), 3)
        table = self.csv("table.md")
        self.assertTrue(first.endswith(table))
        self.assertEqual(table.count("\n"), 4)
        second = self.command("side_by_side.py", *words, "--seeds", "1,2")
        self.assertEqual((second.count("seed 1, "), second.count("seed 2, ")), (0, 3))
        self.assertEqual(self.command("side_by_side.py", *words, "--seeds", "2"), self.csv("table.md"))
        runs = [(row["seed"], row["solver"]) for row in csv.DictReader(self.csv("runs.csv").splitlines())]
        self.assertEqual(runs, [(seed, of) for seed in "12" for of in ("cp-sat", "knapsack", "moccasin")])
        versions = json.loads(self.csv("settings.json"))["versions"]
        self.assertEqual(list(versions), ["moccasin", "highspy", "ortools"])
        self.assertRegex(versions["moccasin"], r"^\d")
        other = self.command("side_by_side.py", *words, "--copies", "3", status=1)
        self.assertIn("other settings", other)
        picture = self.folder / "picture.svg"
        self.command("pictures.py", out, "-o", picture, "--rows", "chain:70")
        self.assertIn("</svg>", picture.read_text())
        other = self.command("pictures.py", out, "-o", picture, "--rows", "x:70", status=1)
        self.assertIn("is none of chain:70", other)
        before = (out / "graphs/chain.json").read_text()
        self.chain(22)
        self.assertIn("another graph chain", self.command("side_by_side.py", *words, status=1))
        self.assertEqual((out / "graphs/chain.json").read_text(), before)

    def test_runs_without_settings_are_refused(self):
        self.records((1, "x", open_run(1.0, 110, 100)))
        (self.folder / "out/settings.json").unlink()
        with self.assertRaisesRegex(SystemExit, "no settings.json"):
            records.Records(self.folder / "out", {})

    def test_another_version_is_refused(self):
        self.records((1, "x", open_run(1.0, 110, 100)))
        with self.assertRaisesRegex(SystemExit, "other settings"):
            records.Records(self.folder / "out", {"versions": {"moccasin": "0.2.0"}})

    def test_another_graph_of_the_same_name_is_refused(self):
        made = self.records((1, "x", open_run(1.0, 110, 100)))
        made.expect_graph("g", "f")
        made.expect_graph("h", "e")
        with self.assertRaisesRegex(SystemExit, "another graph g, f, not e"):
            made.expect_graph("g", "e")

    def test_contradictions_end_it(self):
        nothing_fits = Run([Point(1.0, None, 100)], End.INFEASIBLE)
        optimal = Run([Point(1.0, 110, 105)], End.OPTIMAL)
        schedule = open_run(1.0, 109, 100)
        for first, second in [(open_run(1.0, None, 110), schedule), (nothing_fits, schedule), (optimal, schedule)]:
            for runs in ((first, second), (second, first)):
                shutil.rmtree(self.folder / "out", ignore_errors=True)
                self.records((1, "x", runs[0]))
                with self.assertRaisesRegex(SystemExit, r"contradiction: g, 90 %: .* for [xy], seed \d, but [xy],"):
                    self.records((2, "y", runs[1]))
                with self.assertRaisesRegex(SystemExit, "contradiction"):  # it is not forgotten
                    self.records()
        shutil.rmtree(self.folder / "out")
        self.records((1, "x", open_run(1.0, 110, 110)), (1, "moccasin", Run([Point(1.0, 110, 110)], End.OPTIMAL)))
        self.records((1, "knapsack", schedule))  # has any number of copies

    def test_reading_leaves_no_trace(self):
        nowhere = self.folder / "nowhere"
        self.assertEqual(records.Records(nowhere).runs, {})
        self.assertFalse(nowhere.exists())
        error = self.command("pictures.py", nowhere, "-o", self.folder / "picture.svg", status=1)
        self.assertEqual(error, f"pictures.py: {nowhere} has no runs\n")

    def test_a_line_that_was_cut_off_is_left_out(self):
        runs = [(seed, "x", Run([Point(1.5, 120, 100), Point(2.0, 110, 100)])) for seed in (1, 2)]
        whole = self.records(*runs)
        files = {name: self.csv(name) for name in ("runs.csv", "traces.csv")}
        for name, cut in [("runs.csv", 1), ("runs.csv", 4), ("traces.csv", 1), ("traces.csv", 40)]:
            for end in ("", "\n") if cut > 3 else ("",):
                torn = files[name][:-cut] + end
                for other, text in files.items():
                    (self.folder / "out" / other).write_text(torn if other == name else text)
                read = records.Records(self.folder / "out")
                self.assertEqual(self.csv(name), torn)  # not repaired: it only reads
                self.assertEqual(len(read.runs), 1, (name, cut, end))
                records.Records(self.folder / "out", {})
                self.assertTrue(files[name].startswith(self.csv(name)))
                again = self.records(*runs)
                self.assertEqual((again.runs, self.csv(name)), (whole.runs, files[name]))
        (self.folder / "out/runs.csv").write_text(files["runs.csv"].replace(",open", "", 1))
        with self.assertRaisesRegex(SystemExit, "line 2 has 8 fields, not 9"):
            records.Records(self.folder / "out")

    def test_pictures_tell_how_a_run_ended(self):
        ran = Run([Point(1.0, 120, 100), Point(4.0, 110, 105)])
        proved = Run([Point(0.5, 110, 100), Point(20.0, 110, 110)], End.OPTIMAL)
        nothing = Run([Point(0.1, None, None)], End.STOPPED)
        made = self.records((1, "cp-sat", ran), (2, "cp-sat", ran), (1, "knapsack", nothing), (1, "moccasin", proved))
        left = pictures.picture(made, [("g", 90)]).axes[0]
        labels = [text.get_text() for text in left.get_legend().get_texts()]
        self.assertEqual(labels, ["cp-sat", "knapsack: none", "moccasin"])
        dotted = [list(line.get_xdata()) for line in left.lines if line.get_linestyle() == ":"]
        self.assertEqual(dotted, [[4.0, 20.0]] * 2)
        ends = [(line.get_marker(), *line.get_xdata()) for line in left.lines if line.get_marker() in "*|"]
        self.assertEqual(ends, [("|", 4.0), ("|", 4.0), ("*", 20.0)])
        self.assertEqual(pictures.label("x", [Run([Point(1.0, None, 100)], End.INFEASIBLE)]), "x: infeasible")

    def test_ratios(self):
        theirs = Run([Point(2.0, 120, 100), Point(8.0, 110, 100), Point(9.0, 110, 110)], End.OPTIMAL)
        ours = Run([Point(0.01, 130, 100), Point(0.04, 109, 100), Point(1.0, 109, 100)])
        line = records.line("g | 90 % | x", 100, [(theirs, ours)])
        cells = "10.0000 | 8 s | 9 s | 0.04 s | 200 | 9.0000 | open at 1 s, gap 9.00 %"
        self.assertEqual(line, f"| g | 90 % | x | {cells} |\n")
        nothing = open_run(600.0, None, 100)
        self.assertIn("| none | never | open at 600 s | 0.01 s | >60000 |", records.line("g", 100, [(nothing, ours)]))
        gave_up = dataclasses.replace(nothing, end=End.STOPPED)
        self.assertIn("| 0.01 s | - |", records.line("g", 100, [(gave_up, ours)]))
        quick = open_run(0.01, 109, None)
        self.assertIn("| no bound | 0.04 s | 0.25 |", records.line("g", 100, [(quick, ours)]))
        better = open_run(1.0, 105, None)
        self.assertIn("| never | - |", records.line("g", 100, [(better, ours)]))

    def test_medians_over_seeds(self):
        ours = [open_run(seconds, 105, 100) for seconds in (0.1, 0.2, 0.4)]
        theirs = [open_run(20.0, 110, 100), Run([Point(60.0, 107, 107)], End.OPTIMAL), open_run(600.0, None, 100)]

        def line(*seeds):
            return records.line("g", 100, [(theirs[i], ours[i]) for i in seeds])

        cells = "10.0000 | 60 s | open at 60 s, gap 10.00 % | 0.2 s | 300 (200..>1500)"
        self.assertEqual(line(0, 1, 2), f"| g | {cells} | 5.0000 | open at 0.2 s, gap 5.00 % |\n")
        self.assertIn("| 8.5000 | 40 s | open at 40 s, gap 5.00 % | 0.15 s | 250 (200..300) |", line(0, 1))
        self.assertIn("| none | never | open at 330 s | 0.3 s | >900 (300..>1500) |", line(1, 2))
        self.assertIn("| 60 s | 0.2 s | 300 |", line(1))

    def test_traces_are_in_order(self):
        found, bounds = [(1.0, 120), (4.0, 125), (5.0, 110)], [(0.0, 100), (2.0, 105), (6.0, 103)]
        times = [(p.seconds, p.duration, p.bound) for p in contenders.joined(found, bounds, 7.0)]
        expected = [(0.0, None, 100), (1.0, 120, 100), (2.0, 120, 105), (5.0, 110, 105), (7.0, 110, 105)]
        self.assertEqual(times, expected)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
