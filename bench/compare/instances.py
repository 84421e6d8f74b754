# SPDX-License-Identifier: Apache-2.0
"""Random problems from generated graphs, disturbed so that every rule of the model is at work.

Durations and sizes are small integers: then a MIP code's answers can be rounded without doubt.
"""

import dataclasses
import itertools
import json
import pathlib
import random
import subprocess

FEWEST = {"layered": 12, "chain": 12, "unet": 30, "transformer": 37, "residual": 39}


@dataclasses.dataclass(frozen=True)
class Problem:
    """Operations are base positions; tensors are numbered over all operations."""

    duration: list[int]
    workspace: list[int]
    outputs: list[list[int]]  # tensors of an operation
    inputs: list[list[int]]
    copies: list[int]  # 0: any number
    size: list[int]  # of a tensor, as all below
    producer: list[int]
    readers: list[list[int]]
    retained: list[bool]
    budget: int  # without what is resident

    def operations(self) -> range:
        return range(len(self.duration))

    def tensors(self) -> range:
        return range(len(self.size))

    def once(self, op: int) -> bool:
        return self.copies[op] == 1

    def transient(self, op: int) -> int:
        """What one run writes and works in."""
        return self.workspace[op] + sum(self.size[x] for x in self.outputs[op])


def run(command: list) -> str:
    command = [str(part) for part in command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 10, 20):  # found, nothing found, proved that nothing fits
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def sizes_of(node: dict) -> list[int]:
    return node["outputs"] if "outputs" in node else [node["size"]]


def generate(program: pathlib.Path, kind: str, nodes: int, seed: int) -> dict:
    command = [program, "generate", kind, "--nodes", nodes, "--seed", seed]
    return json.loads(run(command))


def split_outputs(node: dict, chance: random.Random) -> None:
    """Cuts an output into two or three; what read it reads some of them, see reads_of."""
    sizes = []
    for size in sizes_of(node):
        parts = chance.choice([1, 1, 1, 2, 3])
        cuts = sorted(chance.randint(0, size) for _ in range(parts - 1))
        sizes.append([high - low for low, high in zip([0, *cuts], [*cuts, size])])
    node["parts"] = sizes


def retained_of(node: dict) -> list[int]:
    retain = node.get("retain", [])
    if isinstance(retain, bool):
        return list(range(len(sizes_of(node)))) if retain else []
    return retain


def random_order(graph: dict, chance: random.Random) -> list:
    """Any topological order; those of generated graphs are all much alike."""
    missing = {node["id"]: 0 for node in graph["nodes"]}
    readers = {node["id"]: [] for node in graph["nodes"]}
    for producer, reader, *_ in graph["edges"]:
        missing[reader] += 1
        readers[producer].append(reader)
    ready = [node for node, count in missing.items() if count == 0]
    order = []
    while ready:
        order.append(ready.pop(chance.randrange(len(ready))))
        for reader in readers[order[-1]]:
            missing[reader] -= 1
            if missing[reader] == 0:
                ready.append(reader)
    return order


def disturb(graph: dict, chance: random.Random) -> None:
    nodes = graph["nodes"]
    longest = max(max(node["duration"] for node in nodes), 1)
    largest = max(max([*sizes_of(node), 0]) for node in nodes) or 1
    unit = chance.choice([1, 1, 2, 7])
    like_the_graph = chance.random() < 0.5
    retained, once = chance.choice([0, 0.04]), chance.choice([0, 0.05, 0.15])
    by_id = {}
    for node in nodes:
        by_id[node["id"]] = node
        kept = retained_of(node)
        sizes = sizes_of(node)
        if like_the_graph:  # small numbers in about the same proportions
            node["duration"] = unit * (1 + node["duration"] * 30 // longest)
            sizes = [size and 1 + size * 40 // largest for size in sizes]
        else:
            node["duration"] = unit * chance.choice([0, *range(1, 12)])
            sizes = [chance.randint(0, 20) for _ in sizes]
        node.pop("size", None)
        node["outputs"] = sizes
        split_outputs(node, chance)
        node["outputs"] = [size for parts in node["parts"] for size in parts]
        whole = [k for k, parts in enumerate(node["parts"]) for _ in parts]
        node["retain"] = [
            k for k, of in enumerate(whole) if of in kept or chance.random() < retained
        ]
        node["workspace"] = chance.choice([0, 0, 0, chance.randint(1, 10)])
        if chance.random() < once:
            node["max_copies"] = 1
    edges = []
    for producer, reader, *output in graph["edges"]:
        parts = by_id[producer]["parts"]
        k = output[0] if output else 0
        first = sum(len(other) for other in parts[:k])
        choices = range(first, first + len(parts[k]))
        for part in chance.sample(choices, chance.randint(1, len(choices))):
            edges.append([producer, reader, part])
    graph["edges"] = edges
    for node in nodes:
        del node["parts"]
    if chance.random() < 0.5:
        graph["order"] = random_order(graph, chance)
    graph["resident"] = chance.choice([0, 13])
    graph.pop("units", None)


def read(graph: dict, budget: int) -> Problem:
    """Pre-condition: the graph has an order."""
    position = {node: i for i, node in enumerate(graph["order"])}
    nodes = sorted(graph["nodes"], key=lambda node: position[node["id"]])
    outputs, size, producer, retained = [], [], [], []
    for op, node in enumerate(nodes):
        outputs.append([len(size) + k for k in range(len(node["outputs"]))])
        size += node["outputs"]
        producer += [op] * len(node["outputs"])
        retained += [k in node["retain"] for k in range(len(node["outputs"]))]
    reads = {(position[b], outputs[position[a]][k]) for a, b, k in graph["edges"]}
    return Problem(
        duration=[node["duration"] for node in nodes],
        workspace=[node["workspace"] for node in nodes],
        outputs=outputs,
        inputs=[sorted(x for reader, x in reads if reader == op) for op in range(len(nodes))],
        copies=[node.get("max_copies", 0) for node in nodes],
        size=size,
        producer=producer,
        readers=[sorted(reader for reader, x in reads if x == t) for t in range(len(size))],
        retained=retained,
        budget=budget - graph["resident"],
    )


def base_profile(problem: Problem) -> list[int]:
    """What is live while each operation of the base order runs, without what is resident."""
    count = len(problem.duration)
    change = [0] * (count + 1)
    for tensor in problem.tensors():
        last = count - 1 if problem.retained[tensor] else max([problem.producer[tensor], *problem.readers[tensor]])
        change[problem.producer[tensor]] += problem.size[tensor]
        change[last + 1] -= problem.size[tensor]
    held = itertools.accumulate(change[:count])
    return [live + problem.workspace[op] for op, live in enumerate(held)]


def make(program: pathlib.Path, path: pathlib.Path, seed: int, most: int) -> Problem:
    """Writes a graph of at most about `most` operations to `path`; its budget is the result's."""
    chance = random.Random(seed)
    while True:
        kinds = [kind for kind, fewest in FEWEST.items() if fewest <= most]
        kind = chance.choice(kinds + ["layered"] * (len(kinds) - 1))
        graph = generate(program, kind, chance.randint(FEWEST[kind], most), chance.randrange(10**6))
        disturb(graph, chance)
        if "order" not in graph:
            graph["order"] = [node["id"] for node in graph["nodes"]]
        graph["name"] = f"{kind}-{seed}"
        path.write_text(json.dumps(graph), encoding="utf-8")
        info = json.loads(run([program, "info", path, "--json"]))
        peak, floor = info["base"]["peak"], info["floor"]["bytes"]
        budget = max(peak * chance.randint(60, 95) // 100, floor)
        if budget < peak:  # else nothing is to be done
            return read(graph, budget)
