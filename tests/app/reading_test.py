# SPDX-License-Identifier: Apache-2.0
"""What the program makes of input that it might misread: nothing is dropped without a word, and
nothing from outside reaches a terminal as it is."""

import gzip
import json
import os
import pathlib
import re
import subprocess
import xml.dom.minidom

import cli
from cli import run

# Moves the cursor, changes the direction of text, is no character at all, and goes on and on.
EVIL = "\x1b[2J\n\x07\u009b\u202e\u2028" + "x" * 5000
SHOWN = "\\x1b[2J\\x0a\\x07\\u009b\\u202e\\u2028"
SPOILT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffd]")


class ReadingTest(cli.CliTest):
    def node_link(self, name="nx.json", node=None, link=None, **more):
        nodes = [{"id": "a", "duration": 3, "size": 5}, {"id": "b", "duration": 2, "size": 1},
                 {"id": "c", "duration": 2, "size": 1}]
        nodes[0].update(node or {})
        links = [{"source": "a", "target": "b", **(link or {})}, {"source": "a", "target": "c"},
                 {"source": "b", "target": "c"}]
        return self.file(name, {"directed": True, "nodes": nodes, "links": links, **more})

    def test_what_has_a_meaning_is_honoured(self):
        info = json.loads(run("info", self.node_link(), "--json")[1])
        self.assertEqual((info["resident"], info["never_recomputed"], info["retained"],
                          info["with_workspace"], info["base"]["peak"]), (0, 0, 0, 0, 7))
        path = self.node_link(node={"max_copies": 1, "retain": True, "workspace": 9},
                              graph={"resident": 100, "alignment": 4})
        info = json.loads(run("info", path, "--json")[1])
        self.assertEqual((info["resident"], info["never_recomputed"], info["retained"],
                          info["with_workspace"], info["base"]["peak"], info["ignored"]),
                         (100, 1, 1, 1, 120, []))

    def test_two_lists_of_edges(self):
        both = "the keys 'links' and 'edges' both list edges; put all of them in one list"
        path = self.node_link(edges=[{"source": "c", "target": "b"}])
        for words in (("info", path), ("solve", path, "-b", "1"), ("convert", path, "-")):
            self.assert_fails(3, f"{path}: {both}", *words)
        self.assertEqual(run("info", self.node_link(edges=[]))[0], 0)

    def test_what_is_ignored_is_listed(self):
        path = self.node_link(node={"color": 1}, link={"weight": 2}, graph={"author": EVIL})
        lines = ("graph.author", "nodes[].color, once, in nodes[0]",
                 "links[].weight, once, in links[0]")
        code, out, err = run("info", path)
        self.assertEqual((code, err), (0, ""))
        for label, line in zip(("ignored", "", ""), sorted(lines, key=out.index)):
            self.assertIn(f"\n{label:22}{line}\n", out)
        code, out, err = run("info", path, "--json")
        self.assertEqual(json.loads(out)["ignored"], [
            {"key": "nodes[].color", "count": 1, "first": "nodes[0]"},
            {"key": "links[].weight", "count": 1, "first": "links[0]"},
            {"key": "graph.author", "count": 1}])
        quiet = run("solve", path, "-b", "100%")[2]
        verbose = run("solve", path, "-b", "100%", "-v")[2]
        for line in lines:
            self.assertNotIn(line, quiet)
            self.assertIn(f"\nignored    {line}\n", verbose)

    def test_misspelt_keys_are_named(self):
        path = self.node_link(node={"max_copy": 1}, graph={"residnet": 5})
        warnings = (f"moccasin: warning: {path}: nodes[].max_copy is ignored; did you mean "
                    f"nodes[].max_copies?\nmoccasin: warning: {path}: graph.residnet is ignored; "
                    "did you mean resident?\n")
        for words in (("info", path), ("convert", path, "-"), ("solve", path, "-b", "1", "-q")):
            self.assertTrue(run(*words)[2].startswith(warnings), words)

    def test_keys_named_for_another_format(self):
        graph = self.file("graph.json", cli.chain(3))
        for option, key in (("--duration-key", "duration"), ("--size-key", "size")):
            message = (f"{graph}: {option} is for node-link graphs, and this is a moccasin-graph, "
                       f"whose nodes have a '{key}'; leave it out")
            for words in (("info", graph), ("solve", graph, "-b", "1"), ("convert", graph, "-"),
                          ("verify", graph, "s"), ("check", graph, "c")):
                self.assert_fails(2, message, *words, option, "us")
            self.assertEqual(run("info", graph, option, key)[0], 0)

    def test_input_that_is_no_json(self):
        graph = self.file("graph.json", cli.chain(3))
        packed = self.path("graph.json.gz")
        with open(graph, "rb") as file:
            pathlib.Path(packed).write_bytes(gzip.compress(file.read()))
        wide = self.path("wide.json")
        pathlib.Path(wide).write_text(pathlib.Path(graph).read_text(), "utf-16")
        cut = self.path("cut.json")
        pathlib.Path(cut).write_bytes(pathlib.Path(graph).read_bytes() + b"\0{}")
        nan = self.file("nan.json", "{\"nodes\": [\n{\"duration\": NaN}]}")
        for path, said in (
                (packed, ": looks like gzip, not like JSON: unpack it first (gunzip)"),
                (wide, ": looks like UTF-16 text, not like JSON: save it as UTF-8 "
                 "(iconv -f UTF-16 -t UTF-8)"),
                (nan, ":2:14: NaN is no number in JSON; amounts are whole numbers from 0 to "
                 "2^63 - 1"),
                (cut, f":1:{os.path.getsize(cut) - 2}: a zero byte; JSON text has none")):
            for words in (("info", path), ("verify", graph, path), ("check", graph, path),
                          ("solve", graph, "-b", "1", "--warm-start", path)):
                if path == cut and words[1] == graph:
                    continue  # what is behind a graph is not looked at where a schedule is wanted
                self.assert_fails(3, path + said, *words)
        schedule = run("solve", graph, "-b", "100%", "--json", "-q")[1]
        cut = self.file("cut_schedule.json", schedule + "\0")
        lines = schedule.count("\n") + 1
        self.assert_fails(3, f"{cut}:{lines}:1: a zero byte; JSON text has none",
                          "verify", graph, cut)

    def test_fractions_of_durations(self):
        path = self.node_link(node={"duration": 1.5})
        code, out, err = run("info", path)
        self.assertEqual((code, err), (0, ""))
        self.assertIn("the file's durations have fractions; times 10^1 they are whole ticks", out)
        self.assertNotIn("of fractions", run("info", self.node_link())[1])
        path = self.node_link(node={"duration": -1.5})
        self.assert_fails(3, f"{path}: nodes[0].duration: must not be negative, but is -1.5 (node "
                          "'a')", "info", path)

    def test_a_profilers_graph_is_solved_as_its_integer_twin(self):
        """Three decimals of a microsecond, or whole nanoseconds: the same schedule, bound and
        fingerprint."""
        whole = cli.chain(10, duration=1250)
        whole["units"] = {"duration": "ns", "size": "byte"}
        decimal = json.loads(json.dumps(whole))
        decimal["units"]["duration"] = "us"
        for node in decimal["nodes"]:
            node["duration"] /= 1000
        for order in ("free", "kept"):
            answers = []
            for name, graph in (("whole.json", whole), ("decimal.json", decimal)):
                path = self.file(name, graph)
                out = run("solve", path, "-b", "60%", "-w", 500_000, "--order", order, "--json",
                          "-q")[1]
                answer = json.loads(out)
                answers.append([answer[key] for key in ("steps", "bound", "duration", "graph")])
                converted = run("convert", path, "-")[1]
                self.assertEqual(json.loads(converted)["units"]["duration"], "ns")
                again = self.file("again.json", json.loads(converted))
                self.assertEqual(run("convert", again, "-")[1], converted)
            self.assertEqual(answers[0], answers[1])

    def test_a_graph_that_states_its_budget(self):
        path = self.file("net.txt", "Return 15\n0 a 0 0 8 1\n1 b 1 0 0 4 2\n2 c 2 0 1 0 2 3\n")
        code, out, err = run("solve", path, "-w", 1000)
        self.assertEqual(code, 0, err)
        self.assertIn("budget     15 bytes, 107.14 % of the base peak, that of the graph's file",
                      err)
        self.assertNotIn("that of the graph's file", run("solve", path, "-b", 20, "-w", 1000)[2])
        self.assertIn("budget                15 bytes", run("info", path)[1])
        self.assertIn("is no part of a moccasin-graph", run("convert", path, "-")[2])

    def assert_fit_for_a_terminal(self, text):
        self.assertIsNone(SPOILT.search(text), text)
        self.assertLess(max(map(len, text.split("\n"))), 1000)

    def test_names_are_escaped_and_shortened(self):
        """Whatever the program prints of a graph whose names are as bad as can be."""
        graph = {"format": "moccasin-graph", "version": 1, "name": EVIL,
                 "nodes": [{"id": f"{EVIL}{i}", "op": EVIL, "duration": 1 + i, "size": 4}
                           for i in range(6)],
                 "edges": [[f"{EVIL}{i}", f"{EVIL}{j}"] for i, j in
                           ((0, 1), (1, 2), (2, 3), (3, 4), (1, 4), (0, 5), (4, 5))]}
        path = self.file("evil.json", graph)
        schedule, svg, log = self.path("s.json"), self.path("s.svg"), self.path("log")
        code, out, err = run("solve", path, "-b", "100%", "-v", "-o", schedule, "--svg", svg,
                             "--log", log)
        self.assertEqual(code, 0, err)
        self.assertIn(SHOWN, err)
        self.assert_fit_for_a_terminal(out + err + pathlib.Path(log).read_text("utf-8"))
        picture = pathlib.Path(svg).read_text("utf-8")
        title = xml.dom.minidom.parseString(picture).getElementsByTagName("text")[0]
        self.assertTrue(title.firstChild.data.startswith(SHOWN), title.firstChild.data)
        # Files have names as they are.
        self.assertEqual(self.load("s.json")["graph"]["name"], EVIL)
        self.assertEqual(json.loads(run("info", path, "--json")[1])["name"], EVIL)

        broken = self.load("s.json")
        broken["steps"][0]["node"] = EVIL
        swapped = self.load("s.json")
        swapped["steps"][:2] = swapped["steps"][1::-1]
        unknown = {**graph, "edges": [[EVIL, f"{EVIL}1"]]}
        cyclic = {**graph, "edges": graph["edges"] + [[f"{EVIL}5", f"{EVIL}0"]]}
        key = {**graph, EVIL: 1}
        for code, words in (
                (0, ("info", path)), (20, ("solve", path, "-b", "1")),
                (0, ("solve", path, "-b", "100%", "--json-stream")),
                (0, ("verify", path, schedule)),
                (4, ("verify", path, schedule, "-b", "1")),
                (4, ("verify", path, self.file("swapped.json", swapped))),
                (3, ("verify", path, self.file("broken.json", broken))),
                (3, ("info", self.file("unknown.json", unknown))),
                (3, ("info", self.file("cyclic.json", cyclic))),
                (3, ("info", self.file("key.json", key)))):
            got, out, err = run(*words)
            self.assertEqual(got, code, err)
            self.assert_fit_for_a_terminal(err)
            if "--json-stream" not in words:
                self.assert_fit_for_a_terminal(out)

    def test_what_was_typed_is_escaped_and_shortened(self):
        for words in ((EVIL,), ("--" + EVIL,), ("help", EVIL), ("generate", EVIL, "--nodes", "3"),
                      ("solve", "g", "-b", EVIL), ("solve", "g", "-b", "1", "-t", EVIL),
                      ("solve", "g", "-b", "1", "--order", EVIL), ("info", "g", EVIL),
                      ("solve", "g", "-b", "1", "--" + EVIL), ("solve", "g", "-b", "1", "--gap",
                                                                EVIL), ("info", "g", "--" + EVIL)):
            code, out, err = run(*words)
            self.assertEqual((code, out), (2, ""), words)
            self.assertEqual(err.count("\n"), 1)
            self.assert_fit_for_a_terminal(err)

    def test_paths_are_escaped(self):
        name = os.fsencode(self.folder) + b"/a\x1b[2J\n\xff\xe2\x80\xae.json"
        shown = os.fsencode(self.folder).decode() + "/a\\x1b[2J\\x0a\\xff\\u202e.json"
        graph = cli.chain(3)
        del graph["name"]
        with open(name, "w") as file:
            json.dump(graph, file)
        missing = subprocess.run([cli.PROGRAM, "info", name + b"x"], capture_output=True)
        self.assertEqual(missing.stderr.decode(),
                         f"moccasin: {shown}x: cannot read: No such file or directory\n")
        out = os.fsencode(self.folder) + b"/out\x9b.svg"
        solved = subprocess.run([cli.PROGRAM, "solve", name, "-b", "100%", "--svg", out],
                                capture_output=True)
        text = (solved.stdout + solved.stderr).decode()
        self.assertEqual(solved.returncode, 0, text)
        self.assert_fit_for_a_terminal(text)
        self.assertIn("picture written to " + str(self.folder) + "/out\\x9b.svg\n", text)
        with open(out, "rb") as file:
            xml.dom.minidom.parseString(file.read())  # its title is the path


if __name__ == "__main__":
    cli.main()
