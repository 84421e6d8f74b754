#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Logs of the DTR simulator as graphs that moccasin reads.

    bench/public/dtr.py OUT_FOLDER LOG...

The logs, simrd/logs.zip of https://github.com/uwsampl/dtr-prototype, are yours to fetch; they state
no licence, and nothing of them is here. A log is a training step of PyTorch as it ran: a line a
call, a view, a change in place, a release.

A call is an operation, its time (ns) the duration; a call that only makes views is none, since views
are part of the storage they look at. What a call changes in place is a new output of the same size,
which whoever reads the storage later reads. Constants are resident. What has not been released when
the log ends is retained.
"""

import json

from common import Malformed, convert


class Storage:
    """Bytes in memory: `call` is their operation, as its number among all calls; None: constant."""

    def __init__(self, call):
        self.call, self.size, self.names = call, None, set()


class Step:
    """A log, instruction by instruction."""

    def __init__(self):
        self.storage_of = {}  # by name
        self.constants, self.calls = [], []  # a call: name, duration, storages read, written
        self.results = {}  # of the last call: name to the names it was called with

    def bind(self, name, storage):
        self.storage_of[name] = storage
        storage.names.add(name)

    def release(self, name):
        self.storage_of[name].names.discard(name)

    def add_call(self, line):
        reads = [self.storage_of[name] for name in line["ARGS"]]
        written = []
        self.calls.append((line["NAME"], int(line["TIME"]), reads, written))
        return written

    def take(self, line):
        kind = line["INSTRUCTION"]
        if kind == "CONSTANT":
            self.constants.append(Storage(None))
            self.bind(line["NAME"], self.constants[-1])
        elif kind == "MEMORY":
            storage = self.storage_of[line["NAME"]]
            if storage.size is None:
                storage.size = int(line["MEMORY"])
        elif kind == "CALL":
            written = self.add_call(line)
            for name in line["RESULT"]:
                written.append(Storage(len(self.calls) - 1))
                self.bind(name, written[-1])
            self.results = dict.fromkeys(line["RESULT"], line["ARGS"])
        elif kind == "ALIAS":
            if int(line["ALIAS"]) >= 0:  # of an argument: a view of it, and no output
                viewed = self.storage_of[self.results[line["NAME"]][int(line["ALIAS"])]]
                self.calls[-1][3].remove(self.storage_of[line["NAME"]])
                self.bind(line["NAME"], viewed)
        elif kind == "MUTATE":
            written = self.add_call(line)
            for place in line["MUTATE"]:
                old = self.storage_of[line["ARGS"][place]]
                new = Storage(len(self.calls) - 1)
                new.size = old.size
                for name in list(old.names):
                    old.names.discard(name)
                    self.bind(name, new)
                written.append(new)
        elif kind == "COPY":
            self.bind(line["DST"], self.storage_of[line["SRC"]])
        elif kind == "COPY_FROM":
            self.release(line["DST"])
            self.bind(line["DST"], self.storage_of[line["SRC"]])
        elif kind == "RELEASE":
            self.release(line["NAME"])
        elif kind != "ANNOTATE":
            raise Malformed(f"unknown instruction {kind}")


def read(text):
    step = Step()
    for number, line in enumerate(text.splitlines(), 1):
        try:
            if line.strip():
                step.take(json.loads(line))
        except (KeyError, IndexError, ValueError, TypeError) as error:
            raise Malformed(f"line {number}: {error!r}") from error
    return step


def graph_of(text, name):
    """A moccasin-graph as a dictionary; the base order is that of the log."""
    step = read(text)
    nodes, edges, ids = [], [], {}  # ids: by number of the call
    for number, (kind, duration, reads, written) in enumerate(step.calls):
        if not written:
            continue
        ids[number] = f"{kind}_{len(nodes)}"
        node = {"id": ids[number], "op": kind, "duration": duration,
                "outputs": [storage.size for storage in written]}
        retained = [place for place, storage in enumerate(written) if storage.names]
        if retained:
            node["retain"] = retained
        seen = set()
        for storage in reads:
            if storage.call is not None and storage not in seen:
                seen.add(storage)
                place = step.calls[storage.call][3].index(storage)
                edges.append([ids[storage.call], ids[number], place])
        nodes.append(node)
    return {"format": "moccasin-graph", "version": 1, "name": name,
            "units": {"duration": "ns", "size": "byte"},
            "resident": sum(constant.size for constant in step.constants),
            "nodes": nodes, "edges": edges, "order": [node["id"] for node in nodes]}


if __name__ == "__main__":
    convert(__doc__, "logs", graph_of, lambda path: path.stem.split("-")[0], prefix="dtr_")
