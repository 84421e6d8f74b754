# SPDX-License-Identifier: Apache-2.0
"""Hints of real solves: each where it is true, and not where it is not. tests/app/hints_test.cc has
all of them."""

import cli
from cli import run

# In base order a and b are both live when c1 runs, whatever runs again; c1 before b needs less.
PAIR = {"format": "moccasin-graph", "version": 1,
        "nodes": [{"id": "a", "duration": 5, "size": 4}, {"id": "b", "duration": 5, "size": 4},
                  {"id": "a1", "duration": 1, "size": 1}, {"id": "b1", "duration": 1, "size": 1},
                  {"id": "end", "duration": 1, "size": 1}],
        "edges": [["a", "a1"], ["b", "b1"], ["a1", "end"], ["b1", "end"]],
        "order": ["a", "b", "a1", "b1", "end"]}


class HintTest(cli.CliTest):
    def hints(self, *words, graph=None):
        """What a run that finds a schedule hints, and the schedule's file."""
        graph = graph or self.file("graph.json", cli.chain(20))
        code, out, err = run("solve", graph, *words, "-o", self.path("out.json"))
        self.assertEqual(code, 0, out + err)
        self.assertNotIn("hint: ", err)
        return [line.removeprefix("hint: ") for line in out.splitlines() if line.startswith("hint: ")]

    def test_the_base_order_fits(self):
        fits = "the base order fits this budget as it is"
        self.assertEqual(self.hints("-b", "100%"), [fits])
        self.assertNotIn(fits, self.hints("-b", "83", "-w", "100000"))

    def test_what_the_kept_order_costs(self):
        graph = self.file("pair.json", PAIR)
        hints = self.hints("-b", "6", "--order", "kept", graph=graph)
        kept = self.load("out.json")
        self.assertEqual(self.hints("-b", "6", graph=graph), [])
        free = self.load("out.json")
        self.assertEqual((kept["status"], free["status"]), ("optimal", "optimal"))
        base = free["base"]["duration"]
        points = 100 * (kept["duration"] - free["duration"]) / base
        overhead = 100 * (free["duration"] - base) / base
        self.assertGreater(points, 0)
        self.assertEqual(hints, [f"the kept order costs at least {points:.2f} points: --order free "
                                 f"finds +{overhead:.2f} %"])
        # Nothing runs again with the order kept either.
        self.assertEqual(self.hints("-b", "9", "--order", "kept", graph=graph),
                         ["the base order fits this budget as it is"])

    def test_the_kept_order_does_not_fit(self):
        graph = self.file("pair.json", PAIR)
        words = ("-b", "6", "--order", "kept", "--max-copies", "1")
        code, out, _ = run("solve", graph, *words)
        self.assertEqual(code, 20)
        self.assertIn("\nhint: it is the kept order that does not fit: --order free finds +0.00 %\n", out)
        self.assertNotIn("hint: it is", run("solve", graph, "-b", "2", "--order", "kept")[1])

    def test_copies_that_are_used_up(self):
        for most in (2, 9):
            hints = self.hints("-b", "60%", "-w", "300000", "--max-copies", most)
            runs = {}
            for step in self.load("out.json")["steps"]:
                runs[step["node"]] = runs.get(step["node"], 0) + 1
            used_up = sum(count == most for count in runs.values())
            told = [hint for hint in hints if "--max-copies" in hint]
            self.assertEqual([hint.split()[0] for hint in told], [str(used_up)] if used_up else [])

    def test_the_last_improvement(self):
        graph = self.path("layered.json")
        self.assertEqual(run("generate", "layered", "--nodes", 400, "-o", graph)[0], 0)
        for seconds in ("0.3", "1"):
            hints = self.hints("-b", "75%", "-t", seconds, graph=graph)
            result = self.load("out.json")
            late = [hint for hint in hints if hint.startswith("the last improvement came after ")]
            ends_late = (result["time_to_best"] >= 0.9 * result["time"]
                         and result["time_to_best"] > result["first_solution_time"])
            near = 1.002 * result["bound"] >= result["duration"]
            self.assertEqual(bool(late), result["stop"] == "time" and ends_late and not near)

    def test_nobody_asked_for_them(self):
        graph = self.file("pair.json", PAIR)
        words = ("solve", graph, "-b", "6", "--order", "kept")
        self.assertIn("\nhint: ", run(*words)[1])
        for silent in ("-q", "--json", "--json-stream"):
            self.assertNotIn("hint: ", "".join(run(*words, silent)[1:]))


if __name__ == "__main__":
    cli.main()
