#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a certificate of a bound: check_certificate.py GRAPH CERTIFICATE

Written from docs/certificates.md alone, to be read beside it; needs nothing but Python 3. GRAPH is
a file of any format in docs/formats.md. Exit status: 0 valid, 4 broken, 1 no such files.
"""

import collections
import decimal
import functools
import json
import math
import sys


class Broken(Exception):
    pass


def need(condition, message):
    if not condition:
        raise Broken(message)


def given(attributes):
    return {key: value for key, value in attributes.items() if value is not None}


class Graph:
    def __init__(self, file):
        nodes, self.own = file["nodes"], "format" in file  # else node-link, where null is absent
        if not self.own:
            nodes = [given(node) for node in nodes]
        edges = file.get("edges") if self.own else file.get("links") or file.get("edges")
        inner = {} if self.own else file.get("graph") or {}  # has attributes of node-link graphs
        around = file if self.own else {**given(inner), **given(file)}
        attribute = lambda name, default: around.get(name, default)
        key = "id" if self.own or "id" in nodes[0] else "name"
        align = int(attribute("alignment", 1))
        up = lambda size: -(-int(size) // align) * align
        self.place = {node[key]: i for i, node in enumerate(nodes)}
        self.names = [str(node[key]) for node in nodes]
        self.n = len(nodes)
        self.duration = [int(first(node, "duration") if self.own else
                             first(node, "cost_cpu", "duration")) for node in nodes]
        self.workspace = [up(node.get("workspace", 0)) for node in nodes]
        self.copies = [int(node.get("max_copies", 0)) for node in nodes]
        self.resident = int(attribute("resident", 0))
        self.outputs, self.size, self.retained = [], {}, set()  # tensors are (operation, place)
        for v, node in enumerate(nodes):
            sizes = node["outputs"] if "outputs" in node else [
                node["size"] if self.own else first(node, "cost_ram", "out_cost", "size")]
            self.outputs.append([(v, k) for k in range(len(sizes))])
            self.size.update({(v, k): up(size) for k, size in enumerate(sizes)})
            kept = node.get("retain", False)
            kept = range(len(sizes)) if kept is True else kept or []
            self.retained.update((v, int(k)) for k in kept)
        self.inputs = [[] for _ in nodes]
        self.readers = {x: [] for outputs in self.outputs for x in outputs}
        for edge in edges or []:
            u, v, k = self.ends(edge)
            if (u, k) not in self.inputs[v]:
                self.inputs[v].append((u, k))
                self.readers[u, k].append(v)
        order = attribute("order", None)
        self.order = [self.place[i] for i in order] if order else self.topological()
        self.position = {v: i for i, v in enumerate(self.order)}

    def ends(self, edge):
        if self.own:
            return self.place[edge[0]], self.place[edge[1]], edge[2] if len(edge) > 2 else 0
        source, target = ("source", "target") if "source" in edge else ("0", "1")
        return self.place[edge[source]], self.place[edge[target]], int(edge.get("output") or 0)

    def topological(self):
        """All sources in file order, then what they release, in the order released."""
        waiting = [len(reads) for reads in self.inputs]
        order = [v for v in range(self.n) if waiting[v] == 0]
        for v in order:
            for reader in (r for x in self.outputs[v] for r in self.readers[x]):
                waiting[reader] -= 1
                if waiting[reader] == 0:
                    order.append(reader)
        return order

    def fingerprint(self):
        """64-bit FNV-1a over all that the claim depends on."""
        data = bytearray()
        number = lambda *values: [data.extend((x % 2**64).to_bytes(8, "little")) for x in values]
        number(self.n, self.resident)
        for v, name in enumerate(self.names):
            number(len(name.encode()))
            data.extend(name.encode())
            number(self.duration[v], self.workspace[v], self.copies[v], len(self.outputs[v]))
            for x in self.outputs[v]:
                number(self.size[x], x in self.retained)
            number(len(self.inputs[v]), *(part for x in self.inputs[v] for part in x))
        number(*self.order)
        bits = 0xCBF29CE484222325
        for byte in data:
            bits = (bits ^ byte) * 0x100000001B3 % 2**64
        return f"{bits:016x}"

    def footprint(self, v):
        return self.workspace[v] + sum(self.size[x] for x in self.inputs[v] + self.outputs[v])


def first(node, *keys):
    return next(node[key] for key in keys if key in node)


Event = collections.namedtuple("Event", "before after others inputs needed")


class Checker:
    def __init__(self, graph, certificate):
        self.graph, self.certificate = graph, certificate
        need(certificate["format"] == "moccasin-certificate" and certificate["version"] == 1,
             "this is no certificate of version 1")
        need(certificate["graph"]["fingerprint"] == graph.fingerprint(), "it is another graph's")
        self.kept = certificate["scope"]["order"] == "kept"
        need(self.kept or certificate["scope"]["order"] == "free", "unknown order")
        self.max_copies = certificate["scope"]["max_copies"] or 0
        self.scale, self.upper = certificate["scale"], certificate["upper"]
        for number in (self.scale, self.upper, certificate["budget"], certificate["bound"]):
            need(type(number) is int and 0 <= number < 2**63, f"a number is {number}")
        need(self.scale > 0 and self.upper > 0, "scale and upper must be positive")
        self.claim = certificate["bound"] - sum(graph.duration)
        self.unit = math.gcd(*graph.duration) or 1
        grain = math.gcd(*graph.workspace, *graph.size.values()) or 1
        self.memory = (certificate["budget"] - graph.resident) // grain * grain
        self.owner = list(range(graph.n))  # by cost variable: its operation
        self.cost_vars = [[v] for v in range(graph.n)]
        self.use_sets = [[] for _ in range(graph.n)]

    def refuted(self, value):
        return value * self.upper > (self.claim - self.unit) * self.scale

    def cost(self, cost_var):
        return self.graph.duration[self.owner[cost_var]] * self.scale // self.upper

    def once_only(self, v):
        return 1 in (self.graph.copies[v], self.max_copies) or self.graph.duration[v] >= self.claim

    def check(self):
        need(self.claim % self.unit == 0, "the claim is no multiple of the durations' divisor")
        splits, proof = self.certificate["split"], self.certificate["proof"]
        if self.claim <= 0 or self.memory < max(0, *map(self.graph.footprint, range(self.graph.n))):
            return
        for v, use_sets in splits:
            self.split(v, use_sets)
        again = ["never" if self.once_only(v) else "open" for v in self.owner]
        to_come = [again]  # what is known at the nodes to come, the next one last
        for i, node in enumerate(proof):
            need(to_come, f"node {i}: the proof is complete without it")
            need(set(node) in ({"steps"}, {"steps", "branch"}), f"node {i}: its keys")
            again, refuted = list(to_come.pop()), False
            for j, step in enumerate(node["steps"]):
                need(not refuted, f"node {i}, step {j}: the step before refutes the node")
                try:
                    refuted = Step(self, again, step).check()
                except Broken as broken:
                    raise Broken(f"node {i}, step {j}: {broken}") from None
                for cost_var in step["never"]:
                    again[cost_var] = "never"
            need(refuted != ("branch" in node), f"node {i}: must be either refuted or branched on")
            if not refuted:
                cost_var = node["branch"]
                need(type(cost_var) is int and 0 <= cost_var < len(again) and again[cost_var] == "open",
                     f"node {i}: branches on {cost_var}, which is not open")
                for answer in ("surely", "never"):
                    to_come.append(again[:cost_var] + [answer] + again[cost_var + 1:])
        need(not to_come, "the proof is not complete")

    def split(self, v, use_sets):
        """A cost variable more for each use set."""
        graph = self.graph
        numbers = [v, *(r for use_set in use_sets for r in use_set)]
        need(all(type(u) is int and 0 <= u < graph.n for u in numbers) and use_sets and all(use_sets) and
             not self.use_sets[v], f"split {v}: its numbers")
        for x in graph.outputs[v]:
            if graph.size[x] > 0 and (graph.readers[x] or x in graph.retained):
                need(all(set(use_set) & set(graph.readers[x]) for use_set in use_sets),
                     f"split {v}: a use set leaves out {x}")
        for use_set, following in zip(use_sets, use_sets[1:]):
            need(all(any(r == s or self.is_before(r, s) for s in following) for r in use_set),
                 f"split {v}: a use set is not before the next")
        self.use_sets[v] = use_sets
        self.cost_vars[v] += range(len(self.owner), len(self.owner) + len(use_sets))
        self.owner += [v] * len(use_sets)

    def is_before(self, v, t):
        if self.kept:
            return self.graph.position[v] < self.graph.position[t]
        return v in self.event(t).before

    def cost_var(self, v, t):
        """Of the interval that t is in; none: of none."""
        event, interval = self.event(t), 0
        for use_set in self.use_sets[v]:
            if event.after.issuperset(use_set):
                break
            if not (event.before | {t}).issuperset(use_set):
                return None
            interval += 1
        return self.cost_vars[v][interval]

    def reachable(self, t, neighbours):
        seen, pending = set(), [t]
        while pending:
            fresh = neighbours(pending.pop()) - seen
            seen |= fresh
            pending += fresh
        return seen

    @functools.lru_cache(maxsize=4096)
    def event(self, t):
        graph = self.graph
        if self.kept:
            before = set(graph.order[:graph.position[t]])
            after = set(graph.order[graph.position[t] + 1:])
        else:
            before = self.reachable(t, lambda v: {u for u, _ in graph.inputs[v]})
            after = self.reachable(
                t, lambda v: {r for x in graph.outputs[v] for r in graph.readers[x]})
        others = set(range(graph.n)) - after - {t}
        needed = {x for v in others for x in graph.outputs[v]
                  if x in graph.retained or not after.isdisjoint(graph.readers[x])}
        return Event(before, after, others, set(graph.inputs[t]), needed)


class Step:
    KEYS = {"prices": 2, "live": 3, "later": 3, "earlier": 4, "reads": 5, "holds": 4, "value": 0,
            "never": 1}

    def __init__(self, checker, again, step):
        self.checker, self.graph, self.again, self.step = checker, checker.graph, again, step
        need(set(step) == set(self.KEYS), "its keys")
        for key, length in self.KEYS.items():
            rows = [[step[key]]] if key == "value" else [
                row if length > 1 else [row] for row in step[key]]
            for row in rows:
                need(len(row) == max(length, 1) and
                     all(type(x) is int and -2**63 <= x < 2**63 for x in row), f"{key}: {row}")
            seen = [tuple(row[:-1] if length > 1 else row) for row in rows]
            need(len(set(seen)) == len(seen), f"{key}: something stands there twice")
        self.prices = dict(step["prices"])
        for t, price in self.prices.items():
            need(0 <= t < self.graph.n and price >= 0 and checker.memory > 0, f"price of {t}")

    def fixed(self, t):
        event = self.checker.event(t)
        return self.graph.footprint(t) + sum(
            self.graph.size[x] for x in event.needed - event.inputs if not self.is_away(x[0], t))

    def is_run(self, v, t):
        """Whether there is a Y(v,t)."""
        if not 0 <= t < self.graph.n or v not in self.checker.event(t).others:
            return False
        return v not in self.checker.event(t).before or any(
            self.again[cost_var] != "never" for cost_var in self.checker.cost_vars[v])

    def is_away(self, v, t):
        """Whether there is a P(v,t)."""
        if not self.is_run(v, t):
            return False
        cost_var = self.checker.cost_var(v, t)
        return v not in self.checker.event(t).before or cost_var is None or (
            self.again[cost_var] != "never")

    def is_apart(self, v, t):
        """Whether P(v,t) and Y(v,t) are two."""
        return bool(self.checker.use_sets[v]) and v in self.checker.event(t).before and (
            self.checker.cost_var(v, t) is not None)

    def is_missing(self, x, t):
        event = self.checker.event(t)
        return x in self.graph.size and x not in event.needed and x not in event.inputs

    def capacity(self, t, tensors):
        return self.prices[t] * sum(self.graph.size[x] for x in tensors) // self.checker.memory

    def check(self):
        """Whether the step refutes its node."""
        step, again, cost, memory = self.step, self.again, self.checker.cost, self.checker.memory
        fixed = {t: self.fixed(t) for t in self.prices}
        if any(total > memory for total in fixed.values()):
            need(not any(step[key] for key in self.KEYS if key != "prices"),
                 "an event is too full, but there is more than prices")
            return True

        away, rest = collections.Counter(), collections.Counter()  # of P, Y: flow in less flow out
        to_p = lambda v, t: away if self.is_apart(v, t) else rest
        into, out_of = collections.Counter(), collections.Counter()  # A
        for t, v, flow in step["live"]:
            need(t in self.prices and self.is_away(v, t), f"live {t, v}: no such arc")
            event = self.checker.event(t)
            tensors = event.needed.intersection(self.graph.outputs[v]) - event.inputs
            need(0 < flow <= self.capacity(t, tensors), f"live {t, v}: flow {flow}")
            to_p(v, t)[v, t] += flow
        for t, v, flow in step["later"]:
            need(0 <= v < self.graph.n and self.is_away(v, t) and self.is_apart(v, t),
                 f"later {t, v}: no such arc")
            need(flow > 0, f"later {t, v}: flow {flow}")
            away[v, t] -= flow
            rest[v, t] += flow
        for t, v, s, flow in step["earlier"]:
            need(self.is_run(v, t) and self.is_run(v, s) and s in self.checker.event(t).before,
                 f"earlier {t, v, s}: no such arc")
            need(flow > 0, f"earlier {t, v, s}: flow {flow}")
            rest[v, t] -= flow
            rest[v, s] += flow
        for t, v, u, k, flow in step["reads"]:
            need(self.is_run(v, t) and (u, k) in self.graph.inputs[v] and
                 self.is_missing((u, k), t), f"reads {t, v, u, k}: no such arc")
            need(flow > 0, f"reads {t, v, u, k}: flow {flow}")
            rest[v, t] -= flow
            into[u, k, t] += flow
        for t, u, k, flow in step["holds"]:
            need(t in self.prices and u in self.checker.event(t).others and
                 self.is_missing((u, k), t), f"holds {t, u, k}: no such arc")
            need(0 < flow <= self.capacity(t, [(u, k)]), f"holds {t, u, k}: flow {flow}")
            out_of[u, k, t] += flow
            if self.is_away(u, t):
                to_p(u, t)[u, t] += flow

        need(into == out_of, f"flow into and out of A (operation, place, event): {into - out_of}, "
             f"{out_of - into} differ")
        spent = collections.Counter()  # into Z
        pays = lambda v, t: v in self.checker.event(t).before and not self.checker.use_sets[v]
        ends = [("P", v, t, flow, self.checker.cost_var(v, t)) for (v, t), flow in away.items()]
        ends += [("Y", v, t, flow, v if pays(v, t) else None) for (v, t), flow in rest.items()]
        for node, v, t, flow, cost_var in ends:
            need(flow >= 0, f"{node} {v, t}: {-flow} more flows out than in")
            to_z = cost_var is not None and again[cost_var] == "open"
            need(flow == 0 or to_z, f"{node} {v, t}: {flow} is left of the flow")
            spent[cost_var] += flow
        for cost_var, flow in spent.items():
            need(flow == 0 or flow <= cost(cost_var), f"Z {cost_var}: the flow is {flow}")
        value = sum(cost(cost_var) for cost_var, known in enumerate(again) if known == "surely")
        value += sum(flow for _, _, flow in step["live"])
        value -= sum(-(-price * (memory - fixed[t]) // memory) for t, price in self.prices.items())
        need(value == step["value"], f"the value is {value}, not {step['value']}")
        if self.checker.refuted(value):
            need(not step["never"], "never must be empty where the node is refuted")
            return True
        for cost_var in step["never"]:
            need(0 <= cost_var < len(again) and again[cost_var] == "open", f"never: {cost_var} is not open")
            need(self.checker.refuted(value + cost(cost_var) - spent[cost_var]),
                 f"never: {cost_var} may be paid")
        return False


def members(pairs):
    """An object, in which no key may stand twice: of two claims the last would be taken. Stricter
    than the program, which does not look into what it skips, such as a graph's `meta`."""
    found = dict(pairs)
    for key in found if len(found) < len(pairs) else ():
        if [name for name, _ in pairs].count(key) > 1:
            raise ValueError(f"the key {key!r} stands there twice")
    return found


def load(path):
    """JSON with numbers as they are written: a float would round 9007199254740993.0."""
    with open(path, encoding="utf-8-sig") as file:
        return json.load(file, object_pairs_hook=members, parse_float=decimal.Decimal)


def main(graph, certificate):
    try:
        certificate = load(certificate)
        Checker(Graph(load(graph)), certificate).check()
    except Broken as broken:
        print(f"broken: {broken}")
        return 4
    except OSError as error:
        sys.exit(str(error))
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration) as error:
        sys.exit(f"a file is not as docs/ says: {error!r}")
    print(f"valid: no schedule within {certificate['budget']} bytes lasts less than "
          f"{certificate['bound']} ticks; order {certificate['scope']['order']}, "
          f"max copies {certificate['scope']['max_copies'] or 'any'}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
