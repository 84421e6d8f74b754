# SPDX-License-Identifier: Apache-2.0
"""moccasin sweep: the time/memory curve; and solve --minimize peak, a point of it."""

import csv
import fcntl
import json
import os
import pathlib
import pty
import re
import signal
import struct
import termios
import time
import xml.etree.ElementTree

import cli
from cli import run


def files_of(folder):
    """By budget, ascending."""
    files = {int(file.stem.split("-")[1]): file for file in pathlib.Path(folder).iterdir()}
    return dict(sorted(files.items()))


class Sweep(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.graph = self.file("chain.json", cli.chain(12))

    def sweep(self, *words):
        code, out, err = run("sweep", self.graph, "-w", 4_000_000, "-n", 6, "--json", "-q", *words)
        self.assertEqual((code, err), (0, ""))
        return json.loads(out)

    def test_both_curves_fall_from_the_floor_to_the_base_peak(self):
        curve = self.sweep()
        points = curve["points"]
        self.assertEqual(points[0]["budget"], curve["budget_floor"])
        self.assertEqual(points[-1]["budget"], curve["base"]["peak"])
        self.assertGreaterEqual(len([p for p in points if "between" not in p]), 6)
        known = [p for p in points if "duration" in p]
        for less, more in zip(known, known[1:]):
            self.assertGreaterEqual(less["duration"], more["duration"])
            self.assertGreaterEqual(less["bound"], more["bound"])
        self.assertEqual(known[-1]["duration"], curve["base"]["duration"])
        self.assertIn(curve["knee_budget"], [p["budget"] for p in points])

    def test_budgets_in_steps(self):
        curve = self.sweep_range("40%:100%:20%")
        peak = curve["base"]["peak"]
        first = -(-40 * peak // 100)
        step = -(-20 * peak // 100)
        self.assertEqual([p["budget"] for p in curve["points"]],
                         list(range(first, peak + 1, step)))

    def sweep_range(self, text):
        code, out, err = run("sweep", self.graph, "-w", 100_000, "-b", text, "--json", "-q")
        self.assertEqual((code, err), (0, ""))
        return json.loads(out)

    def test_files_of_every_kind(self):
        folder = self.path("curve")
        code, out, err = run("sweep", self.graph, "-w", 2_000_000, "-n", 5, "-o",
                             self.path("c.json"), "--csv", self.path("c.csv"), "--svg",
                             self.path("c.svg"), "--schedules", folder, "-q")
        self.assertEqual(code, 0, err)
        points = self.load("c.json")["points"]
        with open(self.path("c.csv"), newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([int(r["budget"]) for r in rows], [p["budget"] for p in points])
        self.assertEqual([r["status"] for r in rows], [p["status"] for p in points])
        xml.etree.ElementTree.parse(self.path("c.svg"))
        self.assertEqual([r["point"] for r in rows], [
            "read_off" if p.get("read_off") else "between" if p.get("between") else "asked"
            for p in points])
        self.assertEqual(len({r["point"] for r in rows}), 3)
        files = files_of(folder)
        self.assertEqual(list(files), [p["budget"] for p in points])
        for file, point in zip(files.values(), points):
            self.assertEqual(file.name.startswith("between-"), point.get("between", False))
            kept = json.loads(file.read_text())
            self.assertEqual((kept["status"], kept.get("bound")),
                             (point["status"], point.get("bound")))
            self.assertEqual(kept["stop"] == "proved", point["status"] in ("optimal", "infeasible"))
            if "duration" in point:
                code, out, _ = run("verify", self.graph, file, "-b", point["budget"])
                self.assertEqual(code, 0, out)
        for name in ("c.json", "c.csv", "c.svg", folder):
            self.assertIn(f"written to {self.path(name) if name != folder else folder}", out_of(
                run("sweep", self.graph, "-w", 1, "-n", 5, "-o", self.path("c.json"), "--csv",
                    self.path("c.csv"), "--svg", self.path("c.svg"), "--schedules", folder)))

    def test_it_goes_on_where_it_ended(self):
        folder = self.path("kept")
        before = self.sweep("--schedules", folder)["points"]
        code, out, err = run("sweep", self.graph, "-w", 1, "--resume", folder, "--json", "-q")
        self.assertEqual((code, err), (0, ""))
        after = json.loads(out)["points"]
        self.assertEqual([p["budget"] for p in after], [p["budget"] for p in before])
        for one, other in zip(after, before):
            self.assertEqual(one.get("between"), other.get("between"))
            self.assertEqual(one.get("bound"), other.get("bound"))
            self.assertEqual(one["status"] == "infeasible", other["status"] == "infeasible")
            if "duration" in other:
                self.assertLessEqual(one["duration"], other["duration"])

    def resume(self, folder, *words, work=1):
        code, out, err = run("sweep", self.graph, "-w", work, "--resume", folder, "--json", "-q",
                             *words)
        self.assertEqual((code, err), (0, ""))
        return json.loads(out)["points"]

    def asked(self, points):
        return [p["budget"] for p in points if not p.get("between")]

    def test_budgets_that_were_given_stay_those(self):
        folder = self.path("kept")
        run("sweep", self.graph, "-w", 100_000, "--schedules", folder, "-b", "50%:100%:25%")
        kept = list(files_of(folder))
        self.assertEqual(len(kept), 3)
        self.assertEqual([p["budget"] for p in self.resume(folder)], kept)
        self.assertEqual(len(self.asked(self.resume(folder, "-n", 5, work=4_000_000))), 5)

    def test_what_is_asked_for_counts(self):
        folder = self.path("kept")
        before = self.sweep("--schedules", folder)["points"]
        kept = self.asked(before)
        self.assertEqual(len(kept), 6)
        peak = kept[-1]
        self.assertEqual([p["budget"] for p in self.resume(folder, "-b", f"{peak - 3}:{peak}:1")],
                         list(range(peak - 3, peak + 1)))
        some = self.resume(folder, "-b", f"{kept[1]}:{peak}", "-n", 2)
        self.assertEqual(self.asked(some), [kept[1], peak])
        self.assertLessEqual({p["budget"] for p in before if p["budget"] >= kept[1]},
                             {p["budget"] for p in some})
        self.assertEqual(self.asked(self.resume(folder, "-n", 6)), kept)
        self.assert_fails(2, f"--points: the sweep in {folder} has 6; with --budget others are "
                          "chosen", "sweep", self.graph, "--resume", folder, "-n", 5)
        # A limit came before all points were chosen: they are now.
        few = self.path("few")
        run("sweep", self.graph, "-w", 1, "-n", 9, "--schedules", few, "-q")
        self.assertLess(len(self.asked(self.resume(few))), 9)
        self.assertEqual(len(self.asked(self.resume(few, work=4_000_000))), 16)

    def test_into_the_same_folder_again_and_again(self):
        folder = self.path("kept")
        kept = [p["budget"] for p in self.sweep("--schedules", folder)["points"]]
        for _ in range(2):
            self.resume(folder, "--schedules", folder)
            self.assertEqual(list(files_of(folder)), kept)
            self.assertEqual(len(list(pathlib.Path(folder).iterdir())), len(kept))

    def test_it_goes_on_in_its_own_scope_only(self):
        folder = self.path("kept")
        self.sweep("--schedules", folder)
        code, out, err = run("sweep", self.graph, "--order", "kept", "--resume", folder)
        self.assertEqual(code, 3)
        self.assertIn("is of another scope (order free, any number of copies)", err)
        code, out, err = run("sweep", self.graph, "--resume", self.path("nowhere"))
        self.assertEqual((code, out), (3, ""))

    def test_a_signal_ends_it_with_the_curve_so_far(self):
        process = cli.start("sweep", self.large_graph(), "--json", "-q")
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, err), (0, ""))
        curve = json.loads(out)
        self.assertEqual(curve["stop"], "user")
        self.assertTrue(any("duration" in p for p in curve["points"]))

    def test_wrong_usage_is_one_line(self):
        forms = ("a range of budgets: use FROM:TO or FROM:TO:STEP, each as a budget of solve "
                 "(4GiB:8GiB, 50%:100%:5%)")
        for text in ("50%", "1:2:3:4", "a:b", ":", "1:2:"):
            self.assert_fails(2, f"--budget: '{text}' is not {forms}", "sweep", self.graph, "-b",
                              text)
        self.assert_fails(2, "--budget: the range ends below where it begins", "sweep", self.graph,
                          "-b", "9:8")
        self.assert_fails(2, "--budget: the step is 0", "sweep", self.graph, "-b", "1:9:0")
        self.assert_fails(2, "--budget: these are more than 1000 budgets", "sweep", self.graph,
                          "-b", "1:2000:1")
        self.assert_fails(2, "--points: '1' is not a whole number from 2 to 1000", "sweep",
                          self.graph, "-n", 1)
        self.assert_fails(2, "--points and the STEP of --budget exclude each other", "sweep",
                          self.graph, "-n", 3, "-b", "1:9:2")
        self.assert_fails(
            2, "only one of --json, --output -, --csv - and --svg - can have standard output",
            "sweep", self.graph, "--json", "--csv", "-")
        self.assert_fails(2, "--schedules and --resume name a folder", "sweep", self.graph,
                          "--schedules", "-")

    def test_where_nothing_fits_it_says_so(self):
        code, out, _ = run("sweep", self.graph, "-b", "1:2:1")
        self.assertEqual(code, 20)
        self.assertIn("infeasible", out)


class MinimizePeak(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.graph = self.file("chain.json", cli.chain(12))

    def solve(self, *words):
        code, out, err = run("solve", self.graph, "--minimize", "peak", "-w", 4_000_000, "--json",
                             "-q", *words)
        self.assertEqual((code, err), (0, ""))
        return json.loads(out)

    def test_the_least_peak_and_a_bound_below_it(self):
        answer = self.solve("--max-overhead", "10%")
        self.assertEqual(answer["objective"], "peak")
        self.assertLessEqual(answer["overhead_percent"], 10)
        self.assertLessEqual(answer["peak_bound"], answer["peak"])
        self.assertEqual(answer["max_duration"], answer["base"]["duration"] * 11 // 10)
        self.assertNotIn("budget", answer)
        self.assertNotIn("gap", answer)
        schedule = self.file("schedule.json", answer)
        self.assertEqual(run("verify", self.graph, schedule)[0], 0)
        anything = self.solve()
        self.assertLessEqual(anything["peak"], answer["peak"])
        self.assertNotIn("max_duration", anything)

    def test_what_its_file_claims_is_checked(self):
        answer = self.solve("--max-overhead", "10%")
        for key, value, message in (
                ("peak_bound", answer["peak"] + 1,
                 f"'peak_bound': says {answer['peak'] + 1}, but is at most {answer['peak']}, what "
                 "these steps need"),
                ("max_duration", 1,
                 f"'max_duration': says 1, but these steps last {answer['duration']}")):
            schedule = self.file("wrong.json", {**answer, key: value})
            code, out, err = run("verify", self.graph, schedule)
            self.assertEqual(code, 4)
            self.assertIn(message, out + err)

    def test_people_are_told_what_is_minimized(self):
        code, out, err = run("solve", self.graph, "--minimize", "peak", "--max-overhead", "10%",
                             "-w", 1_000_000)
        self.assertEqual(code, 0)
        self.assertIn("minimize   the peak of schedules that take at most +10.00 % of the base "
                      "duration", err)
        self.assertIn("no schedule that takes at most +10.00 % of the base duration needs less "
                      "than", out)
        self.assertNotIn("budget  ", err)

    def test_what_does_not_go_together(self):
        self.assert_fails(2, "--max-overhead needs --minimize peak", "solve", self.graph, "-b",
                          "80%", "--max-overhead", "10%")
        self.assert_fails(2, "--max-duration and --max-overhead exclude each other", "solve",
                          self.graph, "--minimize", "peak", "--max-overhead", "10%",
                          "--max-duration", 5)
        self.assert_fails(2, "--certificate does not go with --minimize peak: it is of a duration",
                          "solve", self.graph, "--minimize", "peak", "--certificate",
                          self.path("c.json"))

    def test_faster_than_all_operations_once_is_impossible(self):
        code, out, _ = run("solve", self.graph, "--minimize", "peak", "--max-duration", 1, "-q")
        self.assertEqual(code, 20)
        self.assertIn("infeasible: no schedule is faster than all operations once", out)


class Explain(cli.CliTest):
    def test_a_graph_and_a_schedule_of_it(self):
        graph = self.file("chain.json", cli.chain(12))
        code, out, err = run("explain", graph)
        self.assertEqual((code, err), (0, ""))
        self.assertIn("live at the peak", out)
        schedule = self.path("schedule.json")
        run("solve", graph, "-b", "60%", "-w", 1_000_000, "-o", schedule, "-q")
        code, out, err = run("explain", graph, schedule, "--json")
        self.assertEqual((code, err), (0, ""))
        told = json.loads(out)
        kept = self.load("schedule.json")
        self.assertEqual(told["peak"], kept["peak"])
        self.assertEqual(told["budget"], kept["budget"])
        self.assertEqual(sum(one["runs_again"] for one in told["recomputed"]), kept["recomputed"])
        live = sum(kind["bytes"] for kind in told["kinds"])
        self.assertEqual(live + told["resident"] + told["workspace"], told["peak"])

    def test_a_budget_that_nothing_fits(self):
        graph = self.file("chain.json", cli.chain(12))
        code, out, _ = run("explain", graph, "-b", 5)
        self.assertEqual(code, 0)
        self.assertIn("\n\nno schedule fits the budget, 5 bytes: the floor is", out)
        told = json.loads(run("explain", graph, "-b", 5, "--json")[1])
        facts = json.loads(run("info", graph, "--json")[1])
        self.assertEqual(told["verdict"], "nothing_fits")
        for key in ("floor", "duration_unit", "size_unit"):
            self.assertEqual(told[key], facts[key])
        self.assertIn("smallest budget known to work", out)

    def test_a_budget_that_another_schedule_fits(self):
        graph = self.path("layered.json")
        run("generate", "layered", "--nodes", 120, "--seed", 3, "-o", graph)
        told = [json.loads(run("explain", graph, "-b", "60%", "--json")[1]) for _ in range(2)]
        self.assertEqual(told[0], told[1])
        self.assertLessEqual(told[0]["smallest_known"], told[0]["budget"])
        self.assertEqual(told[0]["verdict"], "another_fits")
        out = run("explain", graph, "-b", "60%")[1]
        words = re.search("a schedule that fits it is known: moccasin (.*)", out)[1]
        schedule = self.path("schedule.json")
        run(*words.replace("GRAPH", graph).split(), "-o", schedule, "-q")
        self.assertEqual(self.load("schedule.json")["peak"], told[0]["smallest_known"])

    def test_drops_stay_in_the_scope_that_the_schedule_states(self):
        graph, schedule = self.file("chain.json", cli.chain(12)), self.path("schedule.json")
        run("solve", graph, "-b", "60%", "-w", 1_000_000, "--max-copies", 2, "-o", schedule, "-q")
        told = json.loads(run("explain", graph, schedule, "--json", "--top", 1000)[1])
        twice = {one["node"] for one in told["recomputed"]}
        again = {op for one in told["largest"] for op in one["drop"].get("again", [])}
        self.assertTrue(twice)
        self.assertFalse(twice & again)
        self.assertIn("max_copies", {one["drop"]["obstacle"] for one in told["largest"]})

    def test_an_arena_is_told_apart(self):
        graph, schedule = self.file("chain.json", cli.chain(12)), self.path("schedule.json")
        for words, told in ([], False), (["--arena"], True):
            run("solve", graph, "-b", "70%", "-w", 100_000, "-o", schedule, "-q", *words)
            code, out, _ = run("explain", graph, schedule)
            self.assertEqual((code, "not of the arena in" in out), (0, told))

    def test_so_many_can_be_told_and_no_more(self):
        graph = self.file("chain.json", cli.chain(3))
        self.assertEqual(run("explain", graph, "--top", 1000)[0], 0)
        for number in ("1001", "0", "9" * 30):
            self.assert_fails(2, f"--top: '{number}' is not a whole number from 1 to 1000",
                              "explain", graph, "--top", number)

    def test_names_are_cut_on_a_terminal_alone(self):
        graph = cli.chain(4)
        for node in graph["nodes"]:
            node["id"] = "x" * 40 + str(node["id"])
        graph["edges"] = [["x" * 40 + str(end) for end in edge] for edge in graph["edges"]]
        path = self.file("long.json", graph)
        self.assertIn("x" * 40, table_of(run("explain", path)[1]))
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
        process = cli.start("explain", path, stdout=theirs)
        process.communicate()
        shown = os.read(ours, 65536).decode()
        os.close(ours)
        os.close(theirs)
        self.assertEqual(process.returncode, 0)
        self.assertNotIn("x" * 40, table_of(shown))
        self.assertIn("xx..xx", table_of(shown))
        self.assertLessEqual(max(len(line) for line in table_of(shown).splitlines()), 120)

    def test_a_schedule_that_is_none(self):
        graph = self.file("chain.json", cli.chain(3))
        schedule = self.path("schedule.json")
        run("solve", graph, "-b", "100%", "-w", 1000, "-o", schedule, "-q")
        spoilt = self.load("schedule.json")
        spoilt["steps"][0], spoilt["steps"][1] = spoilt["steps"][1], spoilt["steps"][0]
        code, out, err = run("explain", graph, self.file("spoilt.json", spoilt))
        self.assertEqual((code, out), (4, ""))
        self.assertEqual(err.count("\n"), 1)


def table_of(text):
    """What is live at the peak, by buffer."""
    return text.split("without it there")[1].split("made by kind")[0]


def out_of(answer):
    return answer[1] + answer[2]


if __name__ == "__main__":
    cli.main()
