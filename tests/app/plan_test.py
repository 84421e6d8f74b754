# SPDX-License-Identifier: Apache-2.0
"""moccasin plan: an offset for every buffer of a schedule."""

import itertools
import json
import os
import re
import xml.etree.ElementTree

import cli
from cli import run

GRAPH = {"format": "moccasin-graph", "version": 1, "name": "example", "resident": 50,
         "nodes": [{"id": "split", "duration": 1, "outputs": [8, 3]},
                   {"id": "scale, twice", "duration": 1, "size": 5, "workspace": 6},
                   {"id": 3, "duration": 1, "size": 9, "retain": True}],
         "edges": [["split", "scale, twice"], ["scale, twice", 3], ["split", 3, 1]]}


def overlaps(buffers):
    """Pairs of buffers that share steps and bytes: the obvious way."""
    return [(a, b) for a, b in itertools.combinations(buffers, 2)
            if a["lower"] < b["upper"] and b["lower"] < a["upper"]
            and a["offset"] < b["offset"] + b["size"] and b["offset"] < a["offset"] + a["size"]]


def all_buffers(plan):
    """Workspaces too, which live for one step."""
    return plan["buffers"] + [{**workspace, "lower": workspace["step"],
                               "upper": workspace["step"] + 1}
                              for workspace in plan["workspaces"]]


class Plan(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.graph = self.file("graph.json", GRAPH)
        self.schedule = self.path("schedule.json")
        self.solve(self.graph, self.schedule, "100%")

    def solve(self, graph, schedule, budget, *words):
        code, _, err = run("solve", graph, "-b", budget, "-w", 100000, "-q", "-o", schedule, *words)
        self.assertEqual(code, 0, err)

    def plan(self, *words):
        code, out, err = run("plan", self.graph, self.schedule, "--json", "-q", *words)
        self.assertEqual((code, err), (0, ""))
        return json.loads(out)

    def test_a_small_plan(self):
        plan = self.plan()
        self.assertGreater(plan.pop("time"), 0)
        self.assertGreaterEqual(plan["solver"].pop("work"), 0)
        plan["solver"].pop("commit", None)
        fingerprint = self.load(self.schedule)["graph"]["fingerprint"]
        self.assertRegex(plan.pop("found_by"), ".")
        self.assertEqual(overlaps(all_buffers(plan)), [])
        for buffer in plan["buffers"] + plan["workspaces"]:
            buffer.pop("offset")
        version = run("--version")[1].split()[1]
        row = lambda name, node, output, lower, upper, size: {
            "name": name, "node": node, "output": output, "copy": 0, "lower": lower,
            "upper": upper, "size": size}
        self.assertEqual(plan, {
            "format": "moccasin-plan", "version": 1, "status": "optimal",
            "graph": {"name": "example", "fingerprint": fingerprint, "nodes": 3, "edges": 3},
            "steps": 3, "alignment": 1, "arena": 22, "live_peak": 22, "bound": 22, "resident": 50,
            "fragmentation": 0, "bound_by": "live bytes", "solver": {"version": version, "seed": 0},
            "buffers": [row("split:0", "split", 0, 0, 2, 8), row("split:1", "split", 1, 0, 3, 3),
                        row("scale, twice", "scale, twice", 0, 1, 3, 5), row("3", 3, 0, 2, 3, 9)],
            "workspaces": [{"step": 1, "node": "scale, twice", "size": 6}]})

    def test_the_report(self):
        code, out, err = run("plan", self.graph, self.schedule, "-o", self.path("plan.json"),
                             "--csv", self.path("plan.csv"), "--svg", self.path("plan.svg"), "-v")
        self.assertEqual(code, 0)
        self.assertRegex(out, r"^optimal, arena 22 bytes, live peak 22 bytes, fragmentation 0\.00 %\n"
                              r"ended after \d+\.\d+ s, found by .*; no arena is smaller than 22 "
                              r"bytes, by live bytes\n$")
        self.assertEqual(re.sub(r"\d+ ticks", "N ticks", err).splitlines(), [
            "schedule   example: 3 steps, 4 buffers, 1 workspace",
            "resident   50 bytes, beside the arena",
            "alignment  1 byte",
            "limits     60 s, seed 0",
            "work       N ticks",
            f"plan written to {self.path('plan.json')}",
            f"list of buffers written to {self.path('plan.csv')}",
            f"picture written to {self.path('plan.svg')}"])
        plan = self.load("plan.json")
        self.assertEqual({**plan, "time": 0}, {**self.plan(), "time": 0})
        lines = (self.folder / "plan.csv").read_text().splitlines()
        self.assertEqual(lines[0], "id,lower,upper,size,offset")
        self.assertTrue(lines[3].startswith('"scale, twice",1,3,5,'), lines)
        self.assertTrue(lines[5].startswith("workspace 1,1,2,6,"), lines)
        svg = xml.etree.ElementTree.parse(self.path("plan.svg")).getroot()
        titles = [title.text for title in svg.iter("{http://www.w3.org/2000/svg}title")]
        self.assertEqual(len(titles), 5)
        self.assertTrue(titles[4].startswith("workspace of scale, twice: step 1, 6 bytes at "))
        # What is packed already is checked by pack, and stays.
        code, again, _ = run("pack", self.path("plan.csv"), "-q", "-o", "-")
        self.assertEqual((code, again.splitlines()), (0, lines))

    def test_a_training_step_with_recomputation(self):
        self.graph = str(cli.DATA / "mobilenet_v2_b128_train.json")
        self.solve(self.graph, self.schedule, "75%")
        plan = self.plan("-w", 2_000_000, "--alignment", 512)
        buffers = all_buffers(plan)
        self.assertGreater(max(buffer["copy"] for buffer in plan["buffers"]), 0)
        self.assertEqual(overlaps(buffers), [])
        self.assertEqual({buffer["offset"] % 512 for buffer in buffers}, {0})
        self.assertEqual(plan["arena"], max(b["offset"] + b["size"] for b in buffers))
        self.assertAlmostEqual(plan["fragmentation"], plan["arena"] / plan["live_peak"] - 1)
        schedule = self.load(self.schedule)
        self.assertEqual(plan["live_peak"] + plan["resident"], schedule["peak"])
        self.assertEqual(plan["steps"], len(schedule["steps"]))
        again = self.plan("-w", 2_000_000, "--alignment", 512)
        self.assertEqual({**again, "time": 0}, {**plan, "time": 0})

    def test_the_graphs_alignment_holds_unless_another_is_asked_for(self):
        self.graph = self.file("graph.json", {**GRAPH, "alignment": 16})
        self.solve(self.graph, self.schedule, "100%")
        plan = self.plan()
        self.assertEqual(plan["alignment"], 16)
        self.assertEqual({buffer["offset"] % 16 for buffer in all_buffers(plan)}, {0})
        self.assertEqual(self.plan("--alignment", 64)["alignment"], 64)

    def placed(self, change=lambda steps: None, arena=30, **more):
        """The schedule with offsets that are valid and waste eight bytes."""
        schedule = self.load(self.schedule)
        for step, offsets in zip(schedule["steps"], ([0, 8], [11], [16])):
            step["offsets"] = offsets
        schedule["steps"][1]["workspace_offset"] = 16
        schedule["steps"][2]["offsets"] = [21]
        schedule["arena"] = arena
        schedule.update(more)
        change(schedule["steps"])
        self.schedule = self.file("placed.json", schedule)

    def test_offsets_of_the_schedule_are_kept(self):
        self.placed()
        plan = self.plan()
        self.assertEqual(plan["found_by"], "the schedule's file")
        self.assertEqual((plan["status"], plan["arena"], plan["live_peak"], plan["bound"]),
                         ("feasible", 30, 22, 22))
        self.assertEqual([buffer["offset"] for buffer in all_buffers(plan)], [0, 8, 11, 21, 16])
        self.assertEqual(self.plan("--capacity", 30)["arena"], 30)

    def test_offsets_of_the_schedule_are_replaced_where_that_is_asked_for(self):
        self.placed()
        for words in (("--anew",), ("--capacity", 29), ("--alignment", 2)):
            self.assertNotEqual(self.plan(*words)["found_by"], "the schedule's file")
        err = run("plan", self.graph, self.schedule, "-c", 29)[2]
        self.assertIn("\nthe offsets of the schedule's file are not as asked for; placed anew\n",
                      err)

    def test_wrong_offsets_and_claims_are_told(self):
        fails = lambda message: self.assert_fails(
            4, f"{self.schedule}: {message}", "plan", self.graph, self.schedule)
        self.placed(lambda steps: steps[2].update(offsets=[15]))
        fails("rule 'no overlap', step 2, operation '3': '3' at [15, 24) overlaps 'scale, twice' "
              "at [11, 16)")
        self.assertEqual(self.plan("--anew")["arena"], 22)  # they do not matter then
        self.placed(arena=31)
        fails("claim 'arena': says 31, but is 30")
        self.placed(peak=1)
        fails("claim 'peak': says 1, but is 72")

    def test_a_capacity_below_the_live_peak_is_proved_impossible(self):
        out = self.path("plan.json")
        code, text, err = run("plan", self.graph, self.schedule, "-c", 21, "-o", out)
        self.assertEqual(code, 20)
        self.assertTrue(text.startswith("infeasible: nothing fits in 21 bytes\nproved after "))
        self.assertIn(f"moccasin: warning: {out}: not written: there is no plan\n", err)
        self.assertFalse(os.path.exists(out))

    def test_a_budget_is_of_arena_and_resident_bytes(self):
        code, _, err = run("plan", self.graph, self.schedule, "-b", 72)
        self.assertEqual(code, 0)
        self.assertIn("\ncapacity   22 bytes\n", err)
        self.assertEqual(run("plan", self.graph, self.schedule, "-b", "100%")[0], 0)  # 72 bytes
        code, out, _ = run("plan", self.graph, self.schedule, "-b", "71")
        self.assertEqual((code, out.splitlines()[0]), (20, "infeasible: nothing fits in 21 bytes"))
        self.assert_fails(20, "--budget: 50 bytes leave nothing for the arena: 50 are resident",
                          "plan", self.graph, self.schedule, "-b", 50)

    def test_usage(self):
        fails = lambda message, *words: self.assert_fails(2, message, "plan", *words)
        fails("plan needs a GRAPH; see 'moccasin help plan'")
        fails("plan needs a SCHEDULE; see 'moccasin help plan'", self.graph)
        words = (self.graph, self.schedule)
        fails("only one of --json, --output -, --csv - and --svg - can have standard output",
              *words, "--csv", "-", "--svg", "-")
        fails("--verbose and --quiet exclude each other", *words, "-v", "-q")
        fails("--budget and --capacity exclude each other", *words, "-b", 9, "-c", 9)
        fails("--csv: no file is named", *words, "--csv", "")
        fails(f"'{self.graph}' would replace the graph", *words, "--svg", self.graph)
        fails(f"'{self.schedule}' would replace the schedule", *words, "-o", self.schedule)
        fails(f"'{self.path('x')}' is named twice as an output",
              *words, "-o", self.path("x"), "--csv", self.path("x"))
        fails("only one file can be '-', standard input", "-", "-")
        fails("--alignment: '0' is not a whole number of at least 1", *words, "--alignment=0")

    def test_bad_input(self):
        other = self.file("other.json", {**GRAPH, "resident": 51})
        code, out, err = run("plan", other, self.schedule)
        self.assertEqual((code, out), (3, ""))
        self.assertIn("the schedule is for the graph", err)


if __name__ == "__main__":
    cli.main()
