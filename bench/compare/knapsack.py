# SPDX-License-Identifier: Apache-2.0
"""What a framework does with a knapsack: it decides once which results are dropped until they are
needed again.

A result may be dropped between the two uses that the peak of the base order lies between. The knapsack
keeps those that together take the most time to make again in the memory that is left; what it drops is
run again just before its next use, with whatever that needs and is gone, and stays from then on. How
much such a plan takes in the end shows only when it is run: so the knapsack shrinks in steps until the
plan fits, or nothing is kept.
"""

import dataclasses

import numpy

from instances import Problem, base_profile

CELLS = 10_000  # of the table: sizes are rounded to this part of the capacity
STEPS = 20


@dataclasses.dataclass(frozen=True)
class Pause:
    op: int
    begin: int  # the base position of the last use before the peak, and of the next after it
    end: int
    size: int  # of the outputs that are used again


def pauses(problem: Problem, peak: int) -> list[Pause]:
    """Around a base position. What is retained is used at the end."""
    found = []
    for op in problem.operations():
        uses = {op: 0}
        for x in problem.outputs[op]:
            ends = [*problem.readers[x], *([len(problem.duration)] if problem.retained[x] else [])]
            for use in ends:
                uses.setdefault(use, 0)
            if max([0, *ends]) > peak:
                uses[op] += problem.size[x]
        before, after = [use for use in uses if use < peak], [use for use in uses if use > peak]
        if before and after and peak not in uses and not problem.once(op):
            found.append(Pause(op, max(before), min(after), uses[op]))
    return found


def kept(items: list[tuple[int, int]], capacity: int) -> set[int]:
    """Indices of (size, value) that together have the most value in `capacity`."""
    if capacity <= 0:
        return {i for i, (size, _) in enumerate(items) if size == 0}
    weights = [round(size * CELLS / capacity) for size, _ in items]
    best = numpy.zeros(CELLS + 1, numpy.int64)
    takes = numpy.zeros((len(items), CELLS + 1), bool)
    for i, (weight, (_, value)) in enumerate(zip(weights, items)):
        if weight > CELLS:
            continue
        total = best[: CELLS + 1 - weight] + value
        takes[i, weight:] = total > best[weight:]
        best[weight:] = numpy.maximum(best[weight:], total)
    chosen, cell = set(), CELLS
    for i in reversed(range(len(items))):
        if takes[i, cell]:
            chosen.add(i)
            cell -= weights[i]
    return chosen


class Plan:
    """The steps of the base order with `dropped` out of memory in their pauses."""

    def __init__(self, problem: Problem, dropped: list[Pause]):
        self.problem, self.steps = problem, []
        self.begin = {pause.op: pause.begin for pause in dropped}
        count = len(problem.duration)
        self.last = list(problem.operations())
        for x in problem.tensors():
            end = count if problem.retained[x] else max([0, *problem.readers[x]])
            self.last[problem.producer[x]] = max(self.last[problem.producer[x]], end)
        ends: list[list[int]] = [[] for _ in range(count + 1)]
        for pause in dropped:
            ends[pause.end].append(pause.op)
        self.back: set[int] = set()  # dropped, and made again
        for position in range(count + 1):
            again = self.needed([op for op in ends[position] if op not in self.back], position)
            self.steps += sorted(again)
            self.back.update(op for op in again if op in self.begin)
            if position < count:
                self.steps.append(position)

    def there(self, op: int, position: int) -> bool:
        out = op in self.begin and op not in self.back
        return (self.begin[op] if out else self.last[op]) >= position

    def needed(self, wanted: list[int], position: int) -> set[int]:
        """What is run to have `wanted`: those, and what they read and is not there."""
        found, stack = set(wanted), list(wanted)
        while stack:
            for x in self.problem.inputs[stack.pop()]:
                op = self.problem.producer[x]
                if op not in found and not self.there(op, position):
                    found.add(op)
                    stack.append(op)
        return found


def peak_of(problem: Problem, steps: list[int]) -> int:
    """Bytes live at most when `steps` run, without what is resident."""
    last: dict[tuple[int, int], int] = {}  # of a tensor's copy, by when it was made: its last use
    latest: dict[int, int] = {}
    for i, op in enumerate(steps):
        for x in problem.inputs[op]:
            last[x, latest[x]] = i
        for x in problem.outputs[op]:
            latest[x] = i
            last[x, i] = i
    for x in problem.tensors():
        if problem.retained[x]:
            last[x, latest[x]] = len(steps) - 1
    change = [0] * (len(steps) + 1)
    for (x, made), end in last.items():
        change[made] += problem.size[x]
        change[end + 1] -= problem.size[x]
    live = most = 0
    for i, op in enumerate(steps):
        live += change[i]
        most = max(most, live + problem.workspace[op])
    return most


def solve(problem: Problem) -> list[int] | None:
    live = base_profile(problem)
    peak = max(live)
    candidates = pauses(problem, live.index(peak))
    items = [(pause.size, problem.duration[pause.op]) for pause in candidates]
    most = problem.budget - (peak - sum(pause.size for pause in candidates))
    tried: set[frozenset[int]] = set()
    for step in range(STEPS + 1):
        keep = kept(items, most * (STEPS - step) // STEPS)
        if frozenset(keep) in tried:
            continue
        tried.add(frozenset(keep))
        steps = Plan(problem, [pause for i, pause in enumerate(candidates) if i not in keep]).steps
        allowed = all(copies == 0 or steps.count(op) <= copies for op, copies in enumerate(problem.copies))
        if allowed and peak_of(problem, steps) <= problem.budget:
            return steps
    return None
