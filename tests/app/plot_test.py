# SPDX-License-Identifier: Apache-2.0
"""moccasin plot: a picture, a page or a trace of schedules."""

import json
import pathlib
import xml.etree.ElementTree

import cli
from cli import run

GRAPH = {"format": "moccasin-graph", "version": 1, "name": "small", "resident": 50,
         "units": {"duration": "us", "size": "byte"},
         "nodes": [{"id": "split", "duration": 3, "outputs": [8, 3]},
                   {"id": "scale", "op": "mul", "duration": 1, "size": 5, "workspace": 6},
                   {"id": 3, "duration": 1, "size": 9, "retain": True}],
         "edges": [["split", "scale"], ["scale", 3], ["split", 3, 1]]}


def data_of(page):
    """What the page was given."""
    text = pathlib.Path(page).read_text("utf-8")
    begin = text.index('id="data">') + len('id="data">')
    return json.loads(text[begin:text.index("</script>", begin)])


class Plot(cli.CliTest):
    def setUp(self):
        super().setUp()
        self.graph = self.file("graph.json", GRAPH)
        self.schedule = self.path("schedule.json")
        code, _, err = run("solve", self.graph, "-b", "100%", "-w", 100000, "-q", "-o",
                           self.schedule, "--svg", self.path("solve.svg"))
        self.assertEqual(code, 0, err)

    def plot(self, name, *words):
        """What is written to the file `name`; and nothing is said."""
        target = self.path(name)
        self.assertEqual(run("plot", self.graph, *words, "-o", target), (0, "", ""))
        return (self.folder / name).read_text("utf-8")

    def copy(self, name, **changes):
        return self.file(name, {**self.load(self.schedule), **changes})

    def test_a_picture_is_that_of_solve(self):
        self.assertEqual(self.plot("a.svg", self.schedule),
                         (self.folder / "solve.svg").read_text("utf-8"))

    def test_a_picture_without_a_budget_is_that_of_solve(self):
        for words in (("--minimize", "peak"), ("--minimize", "peak", "--arena=16")):
            code, _, err = run("solve", self.graph, *words, "-w", 100000, "-q", "-o",
                               self.schedule, "--svg", self.path("solve.svg"))
            self.assertEqual(code, 0, err)
            self.assertNotIn("budget", self.load(self.schedule))
            self.assertEqual(self.plot("a.svg", self.schedule),
                             (self.folder / "solve.svg").read_text("utf-8"))
        self.assertGreater(50 + self.load(self.schedule)["arena"],
                           self.load(self.schedule)["peak"])

    def test_a_near_miss_is_called_one(self):
        self.graph = self.file("chain.json", cli.chain(20))
        near = self.path("near.json")
        code, _, _ = run("solve", self.graph, "-b", 12, "-w", 200000, "--max-copies", 2, "-q",
                         "-o", near)
        self.assertEqual(code, 10)
        low = self.load(near)["least_peak"]
        self.assertIn(">chain: near miss, no result, +", self.plot("a.svg", near))
        self.assertIn(f"{low} B of 12 B<", self.plot("a.svg", near))
        self.assertIn(">near miss: near  +", self.plot("a.svg", near, self.schedule_at("60%")))
        self.plot("a.html", near)
        first = data_of(self.path("a.html"))["schedules"][0]
        self.assertEqual((first["name"], first["status"], first["budget"]),
                         ("near miss: near", "near miss, no result", 12))

    def schedule_at(self, budget):
        other = self.path("other.json")
        self.assertEqual(run("solve", self.graph, "-b", budget, "-w", 1000, "-q", "-o", other)[0],
                         0)
        return other

    def test_a_picture_of_the_base_order(self):
        svg = self.plot("a.svg")
        self.assertIn(">small: base order, +0.00 %, 72 B of 72 B<", svg)
        self.assertIn(">small: base order, +0.00 %, 72 B of 100 B<", self.plot("a.svg", "-b", 100))
        self.assertIn(" of 36 B<", self.plot("a.svg", "-b", "50%"))

    def test_a_picture_of_several(self):
        other = self.copy("other<&.json")
        root = xml.etree.ElementTree.fromstring(self.plot("a.svg", self.schedule, other))
        texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("small: 2 schedules", texts)
        self.assertIn("schedule  +0.00 %", texts)
        self.assertIn("other<&  +0.00 %", texts)

    def test_a_page_has_all_schedules_and_the_base_order(self):
        self.plot("a.html", self.schedule, self.copy("other.json", budget=90))
        data = data_of(self.path("a.html"))
        self.assertEqual([(s["name"], s["budget"], s["steps"]) for s in data["schedules"]],
                         [("schedule", 72, [0, 1, 1]), ("other", 90, [0, 1, 1]),
                          ("base order", None, [0, 1, 1])])
        self.assertEqual(data["kinds"], ["split", "mul", "operation"])
        self.plot("a.html", "-b", 80)
        self.assertEqual([s["budget"] for s in data_of(self.path("a.html"))["schedules"]], [80])

    def test_files_of_one_name_are_told_apart(self):
        (self.folder / "sub").mkdir()
        other = self.copy("sub/schedule.json")
        self.plot("a.html", self.schedule, other)
        self.assertEqual([s["name"] for s in data_of(self.path("a.html"))["schedules"]],
                         [self.schedule, other, "base order"])
        same = self.copy("base order.json")
        self.plot("a.html", same)
        self.assertEqual([s["name"] for s in data_of(self.path("a.html"))["schedules"]],
                         [same, "base order"])

    def test_offsets_are_in_the_page(self):
        placed = self.path("placed.json")
        code, _, err = run("solve", self.graph, "-b", "100%", "-w", 100000, "-q", "--arena", "-o",
                           placed)
        self.assertEqual(code, 0, err)
        self.plot("a.html", placed)
        first, base = data_of(self.path("a.html"))["schedules"]
        steps = self.load(placed)["steps"]
        self.assertEqual(first["placement"]["arena"], self.load(placed)["arena"])
        self.assertEqual(first["placement"]["buffers"],
                         [offset for step in steps for offset in step["offsets"]])
        self.assertIsNone(base["placement"])

    def test_a_trace(self):
        trace = json.loads(self.plot("a.json", self.schedule))
        slices = [event for event in trace["traceEvents"] if event["ph"] == "X"]
        self.assertEqual([(e["name"], e["ts"], e["dur"], e["cat"]) for e in slices],
                         [("split", 0, 3, "first run"), ("scale", 3, 1, "first run"),
                          ("3", 4, 1, "first run")])
        live = [(e["ts"], e["args"]["bytes"]) for e in trace["traceEvents"] if e["ph"] == "C"]
        self.assertEqual(live, [(0, 61), (3, 72), (4, 67), (5, 59)])
        budgets = lambda *words: {event["args"].get("budget")
                                  for event in json.loads(self.plot("a.json", *words))["traceEvents"]
                                  if event["ph"] == "C"}
        self.assertEqual(budgets(self.schedule), {72})
        self.assertEqual(budgets(self.schedule, "-b", 90), {90})
        self.assertEqual(budgets(), {None})

    def test_a_trace_of_recomputation_is_laid_end_to_end(self):
        self.graph = str(cli.DATA / "mobilenet_v2_b128_train.json")
        code, _, err = run("solve", self.graph, "-b", "70%", "-w", 300000, "-q", "-o",
                           self.schedule)
        self.assertEqual(code, 0, err)
        trace = json.loads(self.plot("a.json", self.schedule), parse_float=lambda text: float(text))
        slices = [event for event in trace["traceEvents"] if event["ph"] == "X"]
        file = self.load(self.schedule)
        self.assertEqual([e["args"]["copy"] for e in slices], [s["copy"] for s in file["steps"]])
        self.assertEqual([e["args"]["live bytes"] for e in slices],
                         [s["live"] for s in file["steps"]])
        again = [e for e in slices if e["cat"] == "recomputation"]
        self.assertEqual(len(again), file["recomputed"])
        self.assertGreater(len(again), 0)
        for before, after in zip(slices, slices[1:]):
            self.assertAlmostEqual(before["ts"] + before["dur"], after["ts"], places=3)

    def test_the_form_may_be_said(self):
        self.assertTrue(self.plot("any", "--format", "svg").startswith("<svg "))
        self.assertTrue(self.plot("a.svg", "-f", "html").startswith("<!DOCTYPE html>"))
        code, out, err = run("plot", self.graph, "-f", "json", "-o", "-")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(json.loads(out)["otherData"]["graph"], "small")

    def test_standard_input(self):
        with open(self.schedule) as file:
            text = file.read()
        code, _, err = run("plot", self.graph, "-", "-o", self.path("a.html"), stdin=text)
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(data_of(self.path("a.html"))["schedules"][0]["name"], "standard input")

    def test_usage(self):
        fails = lambda message, *words: self.assert_fails(2, message, "plot", *words)
        out = ("-o", self.path("a.svg"))
        fails("plot needs a GRAPH; see 'moccasin help plot'", *out)
        fails("plot needs the option '--output'; see 'moccasin help plot'", self.graph)
        fails("--output: no file is named", self.graph, "-o", "", "-f", "svg")
        nothing = "ends in neither .svg, .html nor .json; --format says what to draw"
        fails(f"'a.png' {nothing}", self.graph, "-o", "a.png")
        fails(f"'svg' {nothing}", self.graph, "-o", "svg")
        fails(f"'-' {nothing}", self.graph, "-o", "-")
        fails("9 schedules; at most 8 can be told apart", self.graph, *[self.schedule] * 9, *out)
        fails("only one file can be '-', standard input", self.graph, "-", "-", *out)
        fails("only one file can be '-', standard input", "-", "-", *out)
        fails(f"'{self.schedule}' would replace a schedule", self.graph, self.schedule, "-o",
              self.schedule)
        fails(f"'{self.graph}' would replace the graph", self.graph, "-o", self.graph)
        code, _, err = run("plot", self.graph, *out, "-f", "png")
        self.assertEqual((code, err),
                         (2, "moccasin: --format: 'png' is not one of svg, html, json\n"))

    def test_what_is_wrong_with_a_schedule_is_told(self):
        out = ("-o", self.path("a.svg"))
        wrong = self.copy("wrong.json", peak=1)
        self.assert_fails(4, f"{wrong}: claim 'peak': says 1, but is 72", "plot", self.graph, wrong,
                          *out)
        self.assertFalse((self.folder / "a.svg").exists())
        other = self.file("other.json", {**GRAPH, "resident": 51})
        code, _, err = run("plot", other, self.schedule, *out)
        self.assertEqual(code, 3)
        self.assertIn("the schedule is for the graph", err)
        code, _, err = run("plot", self.path("none.json"), *out)
        self.assertEqual(code, 3)


if __name__ == "__main__":
    cli.main()
