#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hypergraphs of HyperDAG_DB as graphs that moccasin reads.

    bench/public/hyperdag.py OUT_FOLDER FILE...

The set, https://github.com/Algebraic-Programming/HyperDAG_DB (CC BY 4.0), is yours to fetch; nothing
of it is here. A node is an operation, its weight the duration; the hyperedge that it is the first
pin of is its only output, with the hyperedge's weight for a size. A node without a hyperedge has an
output of size 1 that nobody reads. Weights that a file does not have are 1.
"""

from common import Malformed, convert


def rows(text):
    """The numbers of each line, comments left out."""
    for line in text.splitlines():
        words = line.partition("%")[0].split()
        if words:
            yield [int(word) for word in words]


def weights(lines, count):
    """The first property by index; 1 where there is none."""
    found = dict.fromkeys(range(count), 1)
    for _ in range(count):
        index, *properties = next(lines)
        if index not in found:
            raise Malformed(f"{index} is not in 0..{count - 1}")
        if properties:
            found[index] = properties[0]
    return found


def graph_of(text, name):
    """A moccasin-graph as a dictionary; the base order is what moccasin makes of it."""
    lines = rows(text)
    try:
        num_edges, num_nodes, num_pins, *_ = next(lines)
        sizes = weights(lines, num_edges)
        durations = weights(lines, num_nodes)
        pins = {}
        for _ in range(num_pins):
            edge, node, *_ = next(lines)
            if edge not in sizes or node not in durations:
                raise Malformed(f"{name}: no edge {edge} or no node {node}")
            pins.setdefault(edge, []).append(node)
    except (StopIteration, ValueError) as error:
        raise Malformed(f"{name}: ends too soon, or has something else than numbers") from error
    size_of = dict.fromkeys(range(num_nodes), 1)
    edges = []
    if len({source for source, *_ in pins.values()}) < len(pins):
        raise Malformed(f"{name}: two hyperedges begin with the same node")
    for edge, (source, *readers) in pins.items():
        size_of[source] = sizes[edge]
        edges += [[source, reader] for reader in readers]
    return {"format": "moccasin-graph", "version": 1, "name": name,
            "producer": "HyperDAG_DB", "units": {"duration": "tick", "size": "unit"},
            "nodes": [{"id": node, "duration": durations[node], "size": size_of[node]}
                      for node in range(num_nodes)],
            "edges": sorted(edges)}


if __name__ == "__main__":
    convert(__doc__, "files", graph_of, lambda path: path.stem)
