# SPDX-License-Identifier: Apache-2.0
"""check, info, generate, convert; input that is no input."""

import json
import pathlib

import cli
from cli import run


class FilesTest(cli.CliTest):
    def schedule(self, name="schedule.json", graph=None, **changes):
        """The graph's base order as a schedule file."""
        graph = graph or self.path("graph.json")
        code, out, _ = run("solve", graph, "-b", "100%", "--json", "-q")
        self.assertEqual(code, 0)
        return self.file(name, {**json.loads(out), **changes})

    def test_unreadable_input(self):
        graph = self.file("graph.json", cli.chain(3))
        missing = self.path("missing.json")
        broken = self.file("broken.json", "{\"format\": ")
        for path in (missing, broken, str(self.folder), self.file("list.json", "[1, 2]")):
            for words in (("info", path), ("solve", path, "-b", "1"), ("verify", path, graph),
                          ("verify", graph, path), ("check", path, graph),
                          ("check", graph, path), ("solve", graph, "-b", "1", "--warm-start",
                                                    path)):
                code, out, err = run(*words)
                self.assertEqual((code, out), (3, ""), words)
                self.assertTrue(err.startswith(f"moccasin: {path}"), err)
                self.assertEqual(err.count("\n"), 1, err)

    def test_bad_graph(self):
        graph = cli.chain(2)
        graph["edges"].append([3, 0])
        path = self.file("cyclic.json", graph)
        code, out, err = run("info", path)
        self.assertEqual((code, out), (3, ""))
        self.assertIn("the graph has a cycle: ", err)

    def test_keys_of_node_link_graphs(self):
        path = self.file("nx.json", {"nodes": [{"id": "a", "cost": 3, "mem": 5}], "edges": []})
        self.assertEqual(run("info", path)[0], 3)
        code, out, _ = run("info", path, "--duration-key", "cost", "--size-key", "mem", "--json")
        self.assertEqual(code, 0)
        self.assertEqual(json.loads(out)["base"],
                         {"duration": 3, "peak": 5, "peak_operation": "a"})

    def test_info(self):
        graph = cli.chain(3)
        graph["nodes"][1]["workspace"] = 100
        graph["nodes"][2]["max_copies"] = 1
        graph["nodes"][5].update({"outputs": [4, 1], "retain": [0]})
        del graph["nodes"][5]["size"]
        graph["resident"] = 1000
        path = self.file("graph.json", graph)
        code, out, err = run("info", path, "--json")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(json.loads(out), {
            "name": "chain", "operations": 6, "several_outputs": 1, "no_output": 0,
            "with_workspace": 1, "never_recomputed": 1, "tensors": 7, "retained": 1, "reads": 7,
            "depth": 6, "resident": 1000,
            "base": {"duration": 75, "peak": 1108, "peak_operation": "1"},
            "floor": {"bytes": 1108, "operation": "1", "inputs": [{"tensor": "0", "size": 4}],
                      "outputs": [{"tensor": "1", "size": 4}], "workspace": 100,
                      "resident": 1000},
            "smallest_fraction": 1, "ignored": [], "duration_unit": "", "size_unit": ""})
        code, out, err = run("info", path)
        self.assertEqual((code, err), (0, ""))
        self.assertIn("base peak             1 108 bytes (1.1 KiB), at '1'\n", out)
        self.assertIn("  workspace  100 bytes\n", out)
        self.assertEqual(run("info", "-", stdin=json.dumps(graph)), (0, out, ""))

    def test_info_of_a_pair(self):
        graph = {"format": "moccasin-graph", "version": 1, "name": "pair",
                 "nodes": [{"id": "a", "duration": 1, "size": 4, "workspace": 6},
                           {"id": "b", "duration": 1, "size": 4, "workspace": 6},
                           {"id": "v", "duration": 1, "size": 1}],
                 "edges": [["a", "v"], ["b", "v"]]}
        path = self.file("graph.json", graph)
        floor = {"bytes": 14, "operation": "a", "reader": "v", "inputs": [],
                 "outputs": [{"tensor": "a", "size": 4}], "workspace": 6,
                 "held": [{"tensor": "b", "size": 4}], "resident": 0}
        self.assertEqual(json.loads(run("info", path, "--json")[1])["floor"], floor)
        self.assertTrue(run("info", path)[1].endswith(
            "floor                 14 bytes, 100.00 % of the base peak, set by operation 'v':\n"
            "  while the last of its producers, at best 'a', runs, its other inputs are live\n"
            "  workspace  6 bytes\n  writes     4 bytes  'a'\n  holds      4 bytes  'b'\n"))
        graph["edges"] = []
        for node in graph["nodes"][:2]:
            node["retain"] = True
        self.file("graph.json", graph)
        floor["reader"] = None
        self.assertEqual(json.loads(run("info", path, "--json")[1])["floor"], floor)

    def test_check(self):
        """Where nodes 0 and 1 run once, their results are live at node 3 with those of 2 and 3."""
        chain = cli.chain(3)
        chain["nodes"][0]["max_copies"] = chain["nodes"][1]["max_copies"] = 1
        graph = self.file("graph.json", chain)
        step = {"prices": [[3, 0]], "live": [], "later": [], "earlier": [], "reads": [],
                "holds": [], "value": 0, "never": []}
        certificate = {
            "format": "moccasin-certificate", "version": 1,
            "graph": self.load(self.schedule(graph=graph))["graph"],
            "scope": {"order": "kept", "max_copies": None}, "budget": 15, "bound": 80, "scale": 1,
            "upper": 1, "split": [], "proof": [{"steps": [step]}]}
        path = self.file("certificate.json", certificate)
        code, out, err = run("check", graph, path)
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(out, "valid: no schedule within 15 bytes lasts less than 80 ticks; order "
                         "kept, any number of copies; 1 node, 1 step\n")
        with open(path) as file:
            self.assertEqual(run("check", graph, "-", stdin=file.read()), (0, out, ""))
        bold = self.file("bold.json", {**certificate, "budget": 16})
        self.assertEqual(run("check", graph, bold), (
            4, "broken: node 0, it is neither refuted nor branched on\n", ""))
        self.assertEqual(run("check", self.file("other.json", cli.chain(4)), path)[0], 3)
        code, out, err = run("check", graph, self.schedule(graph=graph))
        self.assertEqual((code, out), (3, ""))
        self.assertIn(': unknown format "moccasin-schedule"; expected "moccasin-certificate"', err)

    def test_a_certificate_of_the_search_is_checked(self):
        graph = self.path("graph.json")
        self.assertEqual(run("generate", "transformer", "--nodes", "120", "-o", graph)[0], 0)
        path = self.path("c.json")
        for order in ("kept", "free"):
            code, out, err = run("solve", graph, "-b", "80%", "--order", order, "-w", "30000000",
                                 "--certificate", path)
            self.assertEqual(code, 0, err)
            self.assertIn(f"certificate written to {path}", out)
            code, out, err = run("check", graph, path)
            self.assertEqual((code, err), (0, ""))
            self.assertIn(f"order {order}", out)
            bound = self.load("c.json")["bound"]
            self.assertGreater(bound, json.loads(run("info", graph, "--json")[1])["base"]["duration"])

    def test_generate(self):
        for kind in ("layered", "chain", "unet", "transformer", "residual"):
            path = self.path(f"{kind}.json")
            self.assertEqual(run("generate", kind, "--nodes", 300, "--seed", 5, "-o", path),
                             (0, "", ""))
            text = (self.folder / f"{kind}.json").read_text()
            self.assertEqual(run("generate", kind, "--nodes", 300, "--seed", 5), (0, text, ""))
            self.assertNotEqual(run("generate", kind, "--nodes", 300, "--seed", 6)[1], text)
            graph = json.loads(text)
            self.assertLessEqual(len(graph["nodes"]), 300)
            self.assertGreater(len(graph["nodes"]), 250)
            self.assertEqual(run("info", path)[0], 0)

    def test_convert(self):
        graph = self.file("nx.json", {"graph": {"name": "nx"},
                                      "nodes": [{"id": "a", "duration": 3, "size": 5},
                                                {"id": "b", "duration": 2, "size": 1}],
                                      "edges": [{"source": "a", "target": "b"}]})
        own = self.path("own.json")
        self.assertEqual(run("convert", graph, own), (0, "", ""))
        self.assertEqual(run("convert", graph, "-")[1], pathlib.Path(own).read_text("utf-8"))
        self.assertEqual(json.loads(run("info", own, "--json")[1]),
                         json.loads(run("info", graph, "--json")[1]))
        model = self.path("model.mzn")
        self.assertEqual(run("convert", graph, model, "-b", "100%", "--max-copies", "2"),
                         (0, "", ""))
        data = pathlib.Path(self.path("model.dzn")).read_text("utf-8")
        self.assertIn("most_copies = 2;\nbudget = 6;\n", data)
        self.assertIn("minimize", pathlib.Path(model).read_text("utf-8"))
        program = self.path("model.lp")
        self.assertEqual(run("convert", own, program, "-b", "6"), (0, "", ""))
        self.assertIn("\nSubject To\n", pathlib.Path(program).read_text("utf-8"))

    def test_convert_to_what_cannot_be_made(self):
        graph = self.file("graph.json", cli.chain(3))
        large = self.path("large.json")
        self.assertEqual(run("generate", "chain", "--nodes", "1000", "-o", large)[0], 0)
        for words, said in (
                ((graph, "out.txt"), "'out.txt' is neither '-'"),
                ((graph, "out.mzn"), "a problem needs --budget"),
                ((graph, "out.mzn", "-b", "8", "--max-copies", "0"), "--max-copies: '0' is not"),
                ((large, "out.lp", "-b", "80%"), "of 1000 operations would have some"),
        ):
            code, out, err = run("convert", words[0], self.path(words[1]), *words[2:])
            self.assertEqual((code, out), (2, ""), words)
            self.assertIn(said.replace("out.", self.path("out.")) if "'out" in said else said, err)
            self.assertEqual(err.count("\n"), 1, err)
            self.assertFalse(pathlib.Path(self.path(words[1])).exists())

if __name__ == "__main__":
    cli.main()
