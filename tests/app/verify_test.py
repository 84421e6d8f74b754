# SPDX-License-Identifier: Apache-2.0
"""verify: rules, budgets, and what a schedule's file claims."""

import copy
import json
import random
import re

import cli
from cli import run


class VerifyTest(cli.CliTest):
    def solved(self, graph, *words, budget="100%"):
        """What solve writes of it, as a document."""
        code, out, err = run("solve", graph, "-b", budget, "--json", "-q", *words)
        self.assertEqual(code, 0, err)
        return json.loads(out)

    def bare(self, steps):
        """A schedule file that claims nothing and states no budget and no scope."""
        copies, listed = {}, []
        for node in steps:
            listed.append({"node": node, "copy": copies.get(node, 0)})
            copies[node] = copies.get(node, 0) + 1
        return {"format": "moccasin-schedule", "version": 1, "steps": listed}

    def verdict(self, graph, document, *words):
        code, out, err = run("verify", graph, self.file("judged.json", document), *words)
        self.assertEqual(err, "")
        return code, out

    def assert_claim(self, graph, document, place, message):
        """verify names this claim as the first that is wrong, and says that of it."""
        code, out = self.verdict(graph, document)
        self.assertEqual((code, out), (4, f"broken: claim {place}: {message}\n"))

    def test_valid_schedules(self):
        graph = self.file("graph.json", cli.chain(3))
        schedule = self.file("schedule.json", self.solved(graph))
        code, out, err = run("verify", graph, schedule)
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(out, "valid: duration 75 ticks (+0.00 %), peak 16 bytes at step 3, budget "
                         "16 bytes; order free, any number of copies\n")
        with open(schedule) as file:
            self.assertEqual(run("verify", graph, "-", stdin=file.read()), (0, out, ""))
        with open(graph) as file:
            self.assertEqual(run("verify", "-", schedule, stdin=file.read()), (0, out, ""))
        self.assertEqual(run("verify", graph, schedule, "-b", "15"), (
            4, "broken: rule 'budget', step 3, operation '3': '3' runs with 16 bytes live, "
            "the budget is 15\n", ""))
        self.assertEqual(run("verify", graph, schedule, "-b", "99%")[0], 0)  # rounded up to 16

    def test_without_a_budget_there_is_no_verdict_about_one(self):
        graph = self.file("graph.json", cli.chain(3))
        document = self.solved(graph)
        del document["budget"]
        for schedule in (document, self.bare(range(6))):
            self.assertEqual(self.verdict(graph, schedule), (
                0, "valid: duration 75 ticks (+0.00 %), peak 16 bytes at step 3; no budget stated; "
                "order free, any number of copies\n"))
            code, out = self.verdict(graph, schedule, "-b", "16")
            self.assertEqual(code, 0)
            self.assertIn(", budget 16 bytes; ", out)
            self.assertEqual(self.verdict(graph, schedule, "-b", "15")[0], 4)
        self.assertEqual(self.verdict(graph, {**document, "budget": 0})[0], 4)
        self.assertEqual(self.verdict(graph, self.bare([1, 0, 2, 3, 4, 5])), (
            4, "broken: rule 'input exists', step 0, operation '1': '1' reads an output of '0', "
            "which has not run yet\n"))

    def test_the_scope_is_the_files(self):
        graph = self.file("graph.json", cli.chain(3))
        steps = [0, 1, 0, 2, 3, 1, 4, 5]

        def verdict(order, max_copies, steps=steps):
            scope = {"order": order, "max_copies": max_copies}
            return self.verdict(graph, {**self.bare(steps), "scope": scope}, "-b", "100")

        self.assertEqual(verdict("free", None)[0], 0)
        self.assertEqual(verdict("kept", 2)[0], 0)
        code, out = verdict("free", 1)
        self.assertEqual(code, 4)
        self.assertTrue(out.startswith("broken: rule 'max copies', step 2, operation '0': "), out)
        swapped = [0, 1, 2, 0, 3, 4, 5, 1]
        self.assertEqual(verdict("free", None, swapped)[0], 0)
        code, out = verdict("kept", None, swapped)
        self.assertEqual(code, 4)
        self.assertIn("'recomputations of a stage in base order'", out)
        code, out = verdict("free", None, steps[:3])
        self.assertEqual((code, out), (4, "broken: rule 'every operation runs': '2' never runs\n"))
        code, out = verdict("free", None, [1, 0] + steps[2:])
        self.assertEqual(code, 4)
        self.assertTrue(out.startswith("broken: rule 'input exists', step 0, operation '1': "), out)

    def test_steps_of_this_graph_are_needed(self):
        graph = self.file("graph.json", cli.chain(3))
        other = self.file("other.json", cli.chain(4))
        schedule = self.file("schedule.json", self.solved(graph))
        code, out, err = run("verify", other, schedule)
        self.assertEqual((code, out), (3, ""))
        self.assertRegex(err, r": graph.fingerprint: the schedule is for the graph \w{16}, but "
                         r"this graph is \w{16}\n$")
        code, out, _ = run("solve", graph, "-b", "1", "--json", "-q")
        self.assertEqual(code, 20)
        empty = self.file("none.json", out)
        code, _, err = run("verify", graph, empty)
        self.assertEqual((code, err), (
            3, f"moccasin: {empty}: holds no schedule: it has no steps\n"))

    def test_a_wrong_copy_is_no_step(self):
        graph = self.file("graph.json", cli.chain(3))
        document = self.bare(range(6))
        document["steps"][4]["copy"] = 1
        path = self.file("copy.json", document)
        self.assert_fails(3, f"{path}: steps[4].copy: must be 0, but is 1 (run 1 of node 4)",
                          "verify", graph, path)

    def test_offsets_are_checked(self):
        graph = {**cli.chain(3), "resident": 5}
        graph["nodes"][2]["workspace"] = 2
        graph = self.file("graph.json", graph)
        document = self.solved(graph)
        for at, step in enumerate(document["steps"]):
            step["offsets"] = [8 * at]  # each above the one before
        document["steps"][2]["workspace_offset"] = 56
        document.update(arena=58, alignment=8, budget=63)
        code, out = self.verdict(graph, document)
        self.assertEqual((code, out), (
            0, "valid: duration 75 ticks (+0.00 %), peak 21 bytes at step 3, arena 58 bytes, "
            "budget 63 bytes; order free, any number of copies\n"))
        self.assertEqual(self.verdict(graph, document, "-b", "62"), (
            4, "broken: rule 'arena within the budget': the arena has 58 bytes, beside 5 resident "
            "ones; the budget is 62\n"))
        self.assert_claim(graph, {**document, "arena": 59}, "'arena'", "says 59, but is 58")
        spoilt = copy.deepcopy(document)
        spoilt["steps"][3]["offsets"] = [0]
        self.assertEqual(self.verdict(graph, spoilt), (
            4, "broken: rule 'no overlap', step 3, operation '3': '3' at [0, 4) overlaps '0' at "
            "[0, 4)\n"))
        spoilt["steps"][3]["offsets"] = [28]
        self.assertEqual(self.verdict(graph, spoilt), (
            4, "broken: rule 'aligned', step 3, operation '3': '3' lies at 28, no multiple of "
            "8\n"))
        del spoilt["steps"][3]["offsets"]
        path = self.file("partly.json", spoilt)
        self.assert_fails(3, f"{path}: steps[3]: the key 'offsets' is missing, but the steps "
                          "before have it", "verify", graph, path)
        # To start from, the steps alone count.
        code, _, err = run("solve", graph, "-b", "100%", "--warm-start", path, "-q", "-w", "1000")
        self.assertEqual((code, err), (0, ""))

    def test_claims_are_named_with_what_is_right(self):
        graph = self.file("graph.json", cli.chain(3))
        document = self.solved(graph)
        self.assertEqual(self.verdict(graph, document)[0], 0)

        def assert_claim(place, message, **changes):
            self.assert_claim(graph, {**document, **changes}, place, message)

        assert_claim("'peak'", "says 15, but is 16", peak=15)
        assert_claim("'duration'", "says -1, but is 75", duration=-1)
        assert_claim("'recomputed'", "says 1, but is 0", recomputed=1)
        assert_claim("'overhead_percent'", "says 0.5, but is 0: the duration is 75, "
                     "the base duration 75", overhead_percent=0.5)
        assert_claim("'base.peak'", "says 17, but is 16", base={"duration": 75, "peak": 17})
        node = document["floor_nodes"][0]
        assert_claim("'floor_nodes'", f"says ['{node}'], but is [{node}]", floor_nodes=[f"{node}"])
        assert_claim("'bound'", "says 76, but is at most 75, the duration of these steps", bound=76)
        assert_claim("'status'", "says 'optimal', but is 'feasible': the bound is 74, the duration "
                     "75", bound=74)
        steps = copy.deepcopy(document["steps"])
        steps[3]["live"] += 1
        assert_claim("'live', step 3, operation '3'", "says 17, but is 16", steps=steps)
        steps[3]["free"] = ["2", "1"]
        assert_claim("'free', step 3, operation '3'", 'says ["2", "1"], but is ["2"]; '
                     'too many: ["1"]', steps=steps)
        del steps[3]["free"]
        assert_claim("'free', step 3, operation '3'", 'says [], but is ["2"]; missing: ["2"]',
                     steps=steps)
        # Neither another budget nor a file that claims no more keeps the rest from being checked.
        code, out = self.verdict(graph, {**document, "peak": 15}, "-b", "200%")
        self.assertEqual((code, out), (4, "broken: claim 'peak': says 15, but is 16\n"))
        self.assertEqual(self.verdict(graph, {**self.bare(range(6)), "peak": 15})[0], 4)

    def graphs(self):
        """Graphs with all that a schedule can tell of: (path, words of solve)."""
        chance = random.Random(7)
        for seed in range(12):
            nodes, edges = [], []
            for i in range(chance.randrange(1, 14)):
                outputs = [chance.randrange(40) for _ in range(chance.choice((0, 1, 1, 1, 2, 3)))]
                ids = (i, f"op {i}", f"{i}:0", f"{i}#1", f"\u20ac \"{i}\"")
                node = {"id": chance.choice(ids), "duration": chance.randrange(9),
                        "outputs": outputs, "workspace": chance.choice((0, 0, 25)),
                        "retain": [k for k in range(len(outputs)) if chance.random() < 0.15]}
                for other in range(i):
                    for k in range(len(nodes[other]["outputs"])):
                        if chance.random() < 0.35:
                            edges.append([nodes[other]["id"], node["id"], k])
                nodes.append(node)
            graph = {"format": "moccasin-graph", "version": 1, "nodes": nodes, "edges": edges,
                     "resident": chance.choice((0, 50))}
            yield self.file(f"random{seed}.json", graph), ("-w", "60000", "--order",
                                                           chance.choice(("kept", "free")))
        path = self.path("transformer.json")
        self.assertEqual(run("generate", "transformer", "--nodes", "150", "-o", path)[0], 0)
        for order in ("kept", "free"):
            yield path, ("-w", "300000", "--order", order)
        yield str(cli.DATA / "resnet50_b128_train.json"), ("-w", "100000")

    def solutions(self):
        """(graph, document) for each graph, at the tightest of some budgets where one is found."""
        for graph, words in self.graphs():
            for budget in ("70%", "85%", "100%"):
                code, out, err = run("solve", graph, "-b", budget, "--json", "-q", *words)
                self.assertIn(code, (0, 10, 20), err)
                if code == 0:
                    yield graph, json.loads(out)
                    break

    def spoilt(self, document, chance):
        """(claim, step or None, document) for each claim, wrong by itself."""
        def other(number):
            return number + chance.choice((-1, 1, 7, 1000))

        for key in ("peak", "duration", "recomputed"):
            yield key, None, {**document, key: other(document[key])}
        higher = document["budget_floor"] + chance.choice((1, 1000))
        yield "budget_floor", None, {**document, "budget_floor": higher}
        for outer, keys in (("base", ("duration", "peak")), ("graph", ("nodes", "edges"))):
            for key in keys:
                inner = {**document[outer], key: other(document[outer][key])}
                yield f"{outer}.{key}", None, {**document, outer: inner}
        for key in ("gap", "overhead_percent"):
            if key in document:
                yield key, None, {**document, key: document[key] + chance.choice((-0.01, 1e-7, 3))}
        yield "bound", None, {**document, "bound": document["duration"] + 1}
        yield "status", None, {**document, "status": chance.choice(("infeasible", "unknown"))}
        if document["bound"] < document["duration"]:
            yield "status", None, {**document, "status": "optimal"}
        yield "floor_nodes", None, {**document, "floor_nodes": document["floor_nodes"] + ["x"]}
        for step in chance.sample(range(len(document["steps"])), min(3, len(document["steps"]))):
            right = document["steps"][step]
            names = right.get("free", [])
            wrong = [{"live": other(right["live"])}, {"free": names + ["no such"]}]
            if names:
                wrong += [{"free": names + names[:1]}, {"free": names[1:]},
                          {"free": names[1:] + [names[0] + "#7"]}]
            for change in wrong:
                steps = [*document["steps"]]
                steps[step] = {**right, **change}
                yield next(iter(change)), step, {**document, "steps": steps}

    def test_what_solve_writes_is_valid_and_each_wrong_claim_is_named(self):
        chance = random.Random(11)
        solutions = recomputing = spoilt = 0
        for graph, document in self.solutions():
            code, out = self.verdict(graph, document)
            self.assertEqual(code, 0, (graph, out))
            solutions += 1
            recomputing += document["recomputed"] > 0
            for claim, step, wrong in self.spoilt(document, chance):
                code, out = self.verdict(graph, wrong)
                self.assertEqual(code, 4, (graph, claim, step))
                place = "" if step is None else f", step {step}, operation '.*'"
                self.assertRegex(out, f"^broken: claim '{re.escape(claim)}'{place}: says .*, but is ")
                self.assertEqual(out.count("\n"), 1, out)
                spoilt += 1
        self.assertGreater(solutions, 10)
        self.assertGreater(recomputing, 3)
        self.assertGreater(spoilt, 200)

    def test_a_large_schedule(self):
        graph = self.large_graph(30000)
        document = self.solved(graph, "-w", "1")
        self.assertEqual(self.verdict(graph, document)[0], 0)
        document["steps"][-1]["live"] += 1
        code, out = self.verdict(graph, document)
        self.assertEqual(code, 4)
        self.assertIn(f"claim 'live', step {len(document['steps']) - 1}, ", out)


if __name__ == "__main__":
    cli.main()
