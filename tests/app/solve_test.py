# SPDX-License-Identifier: Apache-2.0
"""solve: exit codes, files, streams, what people read."""

import json
import os
import pty
import re
import subprocess
import time
import xml.etree.ElementTree

import cli
from cli import run, start


class SolveTest(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.graph = self.file("graph.json", cli.chain(20))

    def solve(self, *words, **options):
        return run("solve", self.graph, *words, **options)

    def test_a_budget_that_the_base_order_fits(self):
        code, out, _ = self.solve("-b", "100%")
        self.assertEqual(code, 0)
        self.assertTrue(out.startswith("optimal, +0.00 %, 84 B of 84 B, gap 0.00 %; nothing recomputed; order "
                                       "free, any number of copies\n"), out)

    def test_recomputation(self):
        code, out, err = self.solve("-b", "60%", "-w", "300000", "-o", self.path("out.json"),
                                    "--order", "kept", "--max-copies", "2")
        self.assertEqual(code, 0)
        lines = out.splitlines()
        self.assertRegex(lines[0], r"^(feasible|optimal), \+\d+\.\d\d %, \d+ B of 51 B, gap [\d.]+ %; \d+ of 40 "
                         r"operations runs? more than once; order kept, at most 2 copies$")
        self.assertEqual(lines[2], f"result written to {self.path('out.json')}")
        self.assertIn("budget     51 bytes, 60.71 % of the base peak\n", err)
        self.assertIn("scope      order kept, at most 2 copies\n", err)
        self.assertIn("300 000 ticks of work, ", err)
        self.assertRegex(err, r"\n +time +duration +overhead +bound +gap +peak +found by\n")
        self.assertEqual(run("verify", self.graph, self.path("out.json"))[0], 0)
        result = self.load("out.json")
        self.assertEqual(result["scope"], {"max_copies": 2, "order": "kept"})
        self.assertEqual(result["budget"], 51)
        self.assertLessEqual(result["peak"], 51)
        self.assertGreater(result["recomputed"], 0)
        self.assertLessEqual(result["bound"], result["duration"])
        self.assertLessEqual(result["first_solution_time"], result["time_to_best"])
        self.assertLessEqual(result["time_to_best"], result["time"])

    def test_json_is_the_file_and_nothing_else(self):
        for budget, code in (("60%", 0), ("100%", 0), ("7", 20)):
            out = self.solve("-b", budget, "-w", "100000", "--json", "-o", self.path("out.json"))
            self.assertEqual(out[0], code)
            self.assertEqual(out[1], (self.folder / "out.json").read_text())
            self.assertEqual("steps" in json.loads(out[1]), code == 0)

    def test_below_the_floor(self):
        code, out, err = self.solve("-b", "7")
        self.assertEqual(code, 20)
        self.assertEqual(out, "infeasible: the budget, 7 bytes, is below the floor, 12 bytes\n"
                         "operation '21' needs that much at once, in any schedule:\n"
                         "  reads      4 bytes  '20'\n"
                         "  reads      4 bytes  '18'\n"
                         "  writes     4 bytes  '21'\n"
                         "smallest budget known to work: 84 bytes, the peak of the base order\n"
                         "hint: --minimize peak looks for the smallest budget that works\n")

    def test_below_what_two_producers_need(self):
        # Whoever of a and b runs last needs 10 bytes and holds the 4 of the other.
        graph = self.file("pair.json", {
            "format": "moccasin-graph", "version": 1,
            "nodes": [{"id": "a", "duration": 1, "size": 4, "workspace": 6},
                      {"id": "b", "duration": 1, "size": 4, "workspace": 6},
                      {"id": "v", "duration": 1, "size": 1}],
            "edges": [["a", "v"], ["b", "v"]]})
        for order in ("kept", "free"):
            code, out, err = run("solve", graph, "-b", "13", "--order", order, "-w", "1000")
            self.assertEqual(code, 20)
            self.assertEqual(out, "infeasible: the budget, 13 bytes, is below the floor, 14 bytes\n"
                             "operation 'v' needs that much at once, in any schedule: while the "
                             "last of its producers, at best 'a', runs, its other inputs are live:\n"
                             "  workspace  6 bytes\n"
                             "  writes     4 bytes  'a'\n"
                             "  holds      4 bytes  'b'\n"
                             "smallest budget known to work: 14 bytes, the peak of the base order\n")
            self.assertIn("floor      14 bytes, set by operation 'v'\n", err)
            self.assertEqual(run("solve", graph, "-b", "14", "--order", order, "-q")[0], 0)

    def test_nothing_found(self):
        # At the floor two copies an operation are too few to find anything in so little work, and
        # nothing is proved. The work limit ends that, long before the time limit.
        for order in ("free", "kept"):
            code, out, _ = self.solve("-b", "12", "--max-copies", "2", "--order", order, "-w", "1000",
                                      "-t", "1000", "--json", "-o", self.path("out.json"))
            result = json.loads(out)
            self.assertEqual((code, result["status"], result["stop"]), (10, "unknown", "work"))
            self.assertNotIn("steps", result)
            self.assertNotIn("duration", result)
            self.assertEqual(result, self.load("out.json"))

    def test_nothing_to_find(self):
        # Without recomputation and without another order there is only the base order.
        code, out, _ = self.solve("-b", "60%", "--max-copies", "1", "--order", "kept", "-w", "1000",
                                  "--json", "-o", self.path("out.json"))
        result = json.loads(out)
        self.assertEqual((code, result["status"], result["stop"]), (20, "infeasible", "proved"))
        self.assertEqual(result["solver"]["work"], 0)
        self.assertNotIn("steps", result)
        self.assertNotIn("duration", result)
        self.assertEqual(result, self.load("out.json"))

    def test_the_same_seed_and_work_give_the_same_schedule(self):
        words = ("-b", "55%", "-w", "300000", "-r", "3", "--json", "-q")
        first, second = (json.loads(self.solve(*words)[1]) for _ in range(2))
        for result in (first, second):
            for key in ("time", "time_to_best", "first_solution_time"):
                del result[key]
            result["solver"].pop("seconds", None)
        self.assertEqual(first, second)
        self.assertIn("steps", first)
        self.assertEqual(first["solver"]["threads"], 1)  # on every machine

    def test_without_any_limit_given_there_is_one_of_time(self):
        for options, limits in (("", "60 s, "), ("-w none", "60 s, "), ("-w 9", "9 ticks of work, "),
                                ("-w none -t none", "")):
            _, _, err = self.solve("-b", "100%", "-p", "1", "-v", *options.split())
            self.assertIn(f"limits     {limits}1 thread, ", err, options)

    def test_a_time_limit_ends_the_search(self):
        code, out, _ = run("solve", self.large_graph(), "-b", "70%", "-t", "700ms", "--json", "-q")
        self.assertIn(code, (0, 10))
        result = json.loads(out)
        self.assertEqual(result["stop"], "time")
        self.assertGreaterEqual(result["time"], 0.699)  # the rest is for writing

    @staticmethod
    def largest_resident_set(pid):
        """So far, in bytes."""
        try:
            with open(f"/proc/{pid}/status") as file:
                lines = [line for line in file if line.startswith("VmHWM")]
        except FileNotFoundError:
            return 0
        return 1024 * int(lines[0].split()[1]) if lines else 0

    def test_a_memory_limit_is_kept_or_refused(self):
        if json.loads(run("--build-info", "--json")[1])["sanitizers"]:
            self.skipTest("what sanitizers map counts as well, used or not")
        graph = self.large_graph(20000)
        refused = "moccasin: out of memory: --memory-limit is too low for this graph\n"
        for limit, words, stop in ((12, [], None), (36, [], "memory"), (100, ["--gap", "50%"], "gap")):
            process = start("solve", graph, "-b", "70%", "-t", "60", "-p", "2", "-q", "-o", self.path("out.json"),
                            "--memory-limit", f"{limit}MB", *words)
            most = 0
            while process.poll() is None:
                most = max(most, self.largest_resident_set(process.pid))
                time.sleep(0.001)
            out, err = process.communicate()
            # Of itself and of its libraries the program may read more than at its beginning.
            self.assertLess(most, limit * 1_000_000 + 4_000_000, limit)
            if stop is None:
                self.assertEqual((process.returncode, out, err), (1, "", refused))
                continue
            self.assertEqual(process.returncode, 0)
            self.assertEqual(self.load("out.json")["stop"], stop)
            self.assertEqual(run("verify", graph, self.path("out.json"))[0], 0)

    def test_a_time_limit_ends_reading(self):
        for words, expected in (((), ""), (("--json",), ""), (("--json-stream",), "time")):
            began = time.monotonic()
            process = start("solve", "-", "-b", "1", "-t", "0.2", *words, stdin=subprocess.PIPE)
            status = process.wait(timeout=60)  # nobody writes the graph
            self.assertGreaterEqual(time.monotonic() - began, 0.2)
            out, err = process.communicate()
            self.assertEqual(status, 10)
            self.assertEqual(err, "moccasin: stopped by the time limit after 0.200 s, while reading standard input: "
                             "nothing was found\n")
            self.assertEqual(out and json.loads(out), expected and {"type": "status", "status": "unknown",
                                                                    "stop": "time", "time": 0.2})
        # It is no limit once reading is over.
        self.assertEqual(self.solve("-b", "100%", "-t", "5")[0], 0)

    def test_what_cannot_be_written_does_not_keep_the_rest_from_being_written(self):
        for option in ("--svg", "--certificate"):
            code, out, err = self.solve("-b", "60%", "-w", "100000", "-q", "--json", option, "/dev/full")
            self.assertEqual(code, 1)
            self.assertRegex(err, r"^moccasin: /dev/full: cannot write: No space left on device; the "
                             r"(picture|certificate) is in /.+ instead\n$")
            os.remove(err.split(" is in ")[1].removesuffix(" instead\n"))
            self.assertIn("steps", json.loads(out))

    def test_a_target_and_a_gap_end_the_search(self):
        # Of one seed and work: what goals are there does not change what is found on the way.
        def result_of(*goal):
            result = json.loads(self.solve("-b", "60%", "-w", "300000", "--json", "-q", *goal)[1])
            return result, result["stop"], result["solver"]["work"]

        def expect_as_without(*goal):
            result, stop, work_of_goal = result_of(*goal)
            self.assertEqual((stop, work_of_goal, result["steps"]), ("work", work, best["steps"]))

        best, stop, work = result_of()
        duration, bound = best["duration"], best["bound"]
        self.assertEqual(stop, "work")
        self.assertGreater(duration, bound)  # or the proof might be the end
        found, stop, work_of_target = result_of("--target", duration)
        self.assertEqual((stop, found["duration"]), ("target", duration))
        self.assertLess(work_of_target, work)
        expect_as_without("--target", duration - 1)
        gap = (duration - bound) / bound
        found, stop, work_of_gap = result_of("--gap", f"{2 * gap:.6f}")
        self.assertEqual(stop, "gap")
        self.assertLessEqual(found["duration"] - found["bound"], 2 * gap * found["bound"])
        self.assertLess(work_of_gap, work)
        expect_as_without("--gap", f"{gap / 2:.6f}")

    def test_a_near_miss_is_told_and_kept(self):
        words = ("-b", "12", "-w", "200000", "--max-copies", "2")
        plan = self.path("plan.json")
        code, out, _ = self.solve(*words, "-o", plan, "-q")
        self.assertEqual(code, 10)
        result = self.load("plan.json")
        low = result["least_peak"]
        self.assertTrue(12 < low < 84, low)
        self.assertNotIn("steps", result)
        self.assertIn(f"the least peak found: {low} bytes, the smallest budget known to work; "
                      "the floor is 12 bytes\n"
                      f"its schedule can be had with -b {low} --warm-start {plan}\n", out)
        # And so it can: at once, where the search alone may not find it again.
        code, out, _ = self.solve("-b", low, "--warm-start", plan, "-w", "1", "--json")
        self.assertEqual(code, 0)
        self.assertEqual(json.loads(out)["peak"], low)
        self.assertEqual([step["node"] for step in json.loads(out)["steps"]],
                         result["least_peak_steps"])
        # What it claims is so, with its own peak for a budget, and with none.
        code, out, err = run("verify", self.graph, plan, "-b", low)
        self.assertEqual((code, err), (0, ""), out)
        without = self.file("without.json", {k: v for k, v in result.items() if k != "budget"})
        self.assertEqual(run("verify", self.graph, without)[0], 0)
        for change, claim in (({"budget": low}, "status"), ({"budget": low, "bound": 10**6}, "bound"),
                              ({"budget": low, "status": "infeasible"}, "status")):
            refuted = self.file("refuted.json", {**result, **change})
            code, out, _ = run("verify", self.graph, refuted)
            self.assertEqual(code, 4, out)
            self.assertTrue(out.startswith(f"broken: claim '{claim}': says "), out)
        wrong = self.file("wrong.json", {**result, "least_peak": low - 1})
        self.assertEqual(run("verify", self.graph, wrong, "-b", low)[:2], (
            4, f"broken: claim 'least_peak': says {low - 1}, but is {low}\n"))
        last = json.loads(self.solve(*words, "--json-stream", "-q")[1].splitlines()[-1])
        self.assertEqual((last["status"], last["least_peak"]), ("unknown", low))
        # Where it fits, its own peak says all.
        code, out, _ = self.solve("-b", "60%", "-w", "1000", "--json")
        self.assertEqual(code, 0)
        self.assertNotIn("least_peak", json.loads(out))

    def test_a_proof_without_a_schedule_says_how_low_the_base_order_is(self):
        code, out, _ = self.solve("-b", "50", "--max-copies", "1", "--order", "kept", "-q")
        self.assertEqual(code, 20)
        self.assertIn("the least peak found: 84 bytes, that of the base order, the smallest budget "
                      "known to work; the floor is 12 bytes\n", out)

    def test_warm_start(self):
        self.solve("-b", "60%", "-w", "300000", "-q", "-o", self.path("first.json"))
        first = self.load("first.json")
        code, out, err = self.solve("-b", "60%", "-w", "1", "--json", "-q",
                                    "--warm-start", self.path("first.json"))
        self.assertEqual((code, err), (0, ""))
        self.assertLessEqual(json.loads(out)["duration"], first["duration"])
        err = self.solve("-b", "14", "-w", "1", "-q", "--warm-start", self.path("first.json"))[2]
        self.assertRegex(err, r"^moccasin: warning: the warm start is no solution as it is: '\d+' "
                         r"runs with \d+ bytes live, the budget is 14; the search starts from it\n")
        err = self.solve("-b", "60%", "-w", "1", "-q", "--max-copies", "1",
                         "--warm-start", self.path("first.json"))[2]
        self.assertIn("; it is not used\n", err)

    def test_dashes_are_streams(self):
        with open(self.graph) as file:
            text = file.read()
        code, out, err = run("solve", "-", "-b", "100%", "-o", "-", "-q", stdin=text)
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(json.loads(out)["status"], "optimal")
        code, out, err = run("solve", "-", "-b", "100%", "--svg", "-", stdin=text)
        self.assertEqual(code, 0)
        xml.etree.ElementTree.fromstring(out)
        self.assertIn("\noptimal, ", err)  # standard output is taken

    def test_json_stream(self):
        # With more threads an equally fast schedule may replace the one that was reported.
        words = ("-b", "60%", "-w", "300000", "-p", "1", "--json-stream", "-q")
        code, out, err = self.solve(*words, "-i", "-o", self.path("out.json"))
        self.assertEqual((code, err), (0, ""))
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(lines[0]["type"], "start")
        self.assertEqual(lines[0]["budget"], 51)
        self.assertEqual([line["type"] for line in lines[-2:]], ["statistics", "status"])
        solutions = [line for line in lines if line["type"] == "solution"]
        durations = [solution["duration"] for solution in solutions]
        self.assertEqual(durations, sorted(set(durations), reverse=True))
        final = self.load("out.json")
        self.assertEqual(solutions[-1]["steps"], [step["node"] for step in final["steps"]])
        for key in ("status", "stop", "duration", "bound", "peak", "found_by"):
            self.assertEqual(lines[-1][key], final[key])
        bounds = [line["bound"] for line in lines if line["type"] == "bound"]
        # From the base duration to the last, each higher than the one before.
        bounds.insert(0, lines[0]["base"]["duration"])
        self.assertEqual(bounds, sorted(set(bounds)))
        self.assertEqual(bounds[-1], lines[-1]["bound"])
        without = [json.loads(line) for line in self.solve(*words)[1].splitlines()]
        self.assertFalse(any("steps" in line for line in without))

    def test_json_stream_tells_errors(self):
        missing = self.path("missing.json")
        code, out, err = run("solve", missing, "-b", "1", "--json-stream")
        self.assertEqual(code, 3)
        line = json.loads(out)
        self.assertEqual((line["type"], line["exit"]), ("error", 3))
        self.assertEqual(err, f"moccasin: {line['message']}\n")

    def test_quiet_verbose_and_log(self):
        words = ("-b", "60%", "-w", "100000")
        code, out, err = self.solve(*words, "-q")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(out.count("\n"), 2)
        code, out, err = self.solve(*words, "-v", "--log", self.path("log"))
        self.assertEqual(err + out, (self.folder / "log").read_text())
        self.assertIn("graph      chain: 40 operations, 40 tensors, 58 reads\n", err)

    def test_colors_and_the_live_line_are_for_terminals(self):
        words = ("-b", "60%", "-w", "100000")
        self.assertNotIn("\x1b", "".join(self.solve(*words, env={"TERM": "xterm"})[1:]))
        self.assertIn("\x1b[1m", self.solve(*words, "--color", "always")[2])

    def on_terminal(self, *words, **environment):
        ours, theirs = pty.openpty()
        process = cli.start("solve", *words, stderr=theirs, env={"TERM": "xterm", **environment})
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        process.communicate(timeout=60)
        return shown.decode()

    def test_on_a_terminal(self):
        words = (self.large_graph(200), "-b", "70%", "-t", "3", "--x-search", "local")
        shown = self.on_terminal(*words)
        self.assertIn("\x1b[1m", shown)
        self.assertIn("\r\x1b[K", shown)
        # The live line is gone at the end.
        self.assertNotIn("gap", re.split(r"\r\x1b\[K|\n", shown)[-1])
        shown = self.on_terminal(*words, "-q")
        self.assertEqual(shown, "")
        shown = self.on_terminal(*words, NO_COLOR="1")
        self.assertNotIn("\x1b[1m", shown)

    def test_svg(self):
        code, out, _ = self.solve("-b", "60%", "-w", "100000", "--svg", self.path("out.svg"))
        self.assertEqual(code, 0)
        self.assertIn(f"picture written to {self.path('out.svg')}\n", out)
        root = xml.etree.ElementTree.parse(self.path("out.svg")).getroot()
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
        self.assertTrue(texts[0].startswith("chain: "), texts)
        os.remove(self.path("out.svg"))
        self.assertEqual(self.solve("-b", "7", "--svg", self.path("out.svg"))[0], 20)
        self.assertFalse(os.path.exists(self.path("out.svg")))

    def test_budgets_in_every_form(self):
        for text, expected in (("84", 84), ("84B", 84), ("1KB", 1000), ("1KiB", 1024),
                               ("1.5kib", 1536), ("2MB", 2000000), ("8GB", 8 * 10**9),
                               ("8GiB", 8 * 2**30), ("1TB", 10**12), ("100%", 84),
                               ("120.5%", 102), ("99.9%", 84)):
            out = self.solve("-b", text, "--json", "-q", "-w", "1")[1]
            self.assertEqual(json.loads(out)["budget"], expected, text)


if __name__ == "__main__":
    cli.main()
