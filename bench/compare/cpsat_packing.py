# SPDX-License-Identifier: Apache-2.0
"""Packs buffers by CP-SAT: cpsat_packing.py IN.csv OUT.csv CAPACITY SECONDS SEED.

An integer an offset, and a no-overlap for every largest set of buffers that are live together; one
worker. A process of its own, so that its seconds can be counted: the first line that it prints has
those of the processor that Python and the import of OR-Tools took, the second how it ended.
"""

import math
import pathlib
import resource
import sys

from ortools.sat.python import cp_model

from buffers import Buffer, read

ENDS = {cp_model.OPTIMAL: "solved", cp_model.FEASIBLE: "solved", cp_model.INFEASIBLE: "impossible"}


def cliques(buffers: list[Buffer]) -> list[list[int]]:
    """Those live just before one ends, if one has begun since the last such set."""
    events = [(buffer.lower, 1, place) for place, buffer in enumerate(buffers)]
    events += [(buffer.upper, 0, place) for place, buffer in enumerate(buffers)]
    live, found, grown = set(), [], False
    for _, begins, place in sorted(events):
        if begins:
            live.add(place)
        else:
            if grown:
                found.append(sorted(live))
            live.remove(place)
        grown = bool(begins)
    return found


def pack(buffers: list[Buffer], capacity: int, seconds: float, seed: int) -> tuple[str, list[int]]:
    """How it ended, and the offsets if it is solved. Counts in the greatest common divisor.

    Let down as far as they go, buffers lie at multiples of it: an alignment of 1 has no part in it.
    """
    alignments = [buffer.alignment for buffer in buffers if buffer.alignment > 1]
    unit = math.gcd(*(buffer.size for buffer in buffers), *alignments)
    model, high = cp_model.CpModel(), capacity // unit
    if any(buffer.size > capacity for buffer in buffers):
        return "impossible", []
    offsets, intervals = [], []
    for buffer in buffers:
        size, step = buffer.size // unit, max(buffer.alignment // unit, 1)
        steps = model.new_int_var(0, (high - size) // step, "")
        offsets.append(step * steps)
        intervals.append(model.new_fixed_size_interval_var(step * steps, size, ""))
    for clique in cliques(buffers):
        model.add_no_overlap([intervals[place] for place in clique])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    end = ENDS.get(solver.solve(model), "open")
    return end, [unit * solver.value(offset) for offset in offsets] if end == "solved" else []


def main() -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(usage.ru_utime + usage.ru_stime)
    file, output, capacity, seconds, seed = sys.argv[1:]
    buffers = read(pathlib.Path(file).read_text(encoding="utf-8"))
    end, offsets = pack(buffers, int(capacity), float(seconds), int(seed))
    if end == "solved":
        lines = [f"{place},{offset}\n" for place, offset in enumerate(offsets)]
        pathlib.Path(output).write_text("id,offset\n" + "".join(lines), encoding="utf-8")
    print(end)


if __name__ == "__main__":
    main()
