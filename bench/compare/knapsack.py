# SPDX-License-Identifier: Apache-2.0
"""What a framework does with a knapsack: it decides once which results are dropped until they are
needed again.

A result may be dropped in the longest pause between two uses, if that spans the peak of the base order.
The knapsack keeps the most seconds of recomputation in the memory that is left; what it drops is run
again just before its next use, with whatever that needs and is gone. How much such a plan takes in the
end shows only when it is run: so the knapsack shrinks in steps until the plan fits, or nothing is kept.
"""

import dataclasses
from collections.abc import Callable

from instances import Problem, base_profile

CELLS = 1000  # of the table: sizes are rounded up to this part of the capacity


@dataclasses.dataclass(frozen=True)
class Pause:
    op: int
    begin: int  # the base position of the last use before it, and of the next
    end: int
    size: int


def pauses(problem: Problem) -> list[Pause]:
    """One an operation that has any. What is retained is used at the end."""
    found = []
    for op in problem.operations():
        if problem.once(op):
            continue
        uses = {op, *(reader for x in problem.outputs[op] for reader in problem.readers[x])}
        if any(problem.retained[x] for x in problem.outputs[op]):
            uses.add(len(problem.duration))
        uses = sorted(uses)
        longest = max(zip(uses, uses[1:]), key=lambda gap: gap[1] - gap[0], default=(0, 0))
        if longest[1] - longest[0] > 1 and problem.outputs[op]:
            found.append(Pause(op, *longest, sum(problem.size[x] for x in problem.outputs[op])))
    return found


def kept(items: list[tuple[int, int]], capacity: int) -> set[int]:
    """Indices of (size, value) that together have the most value in `capacity`."""
    if capacity <= 0:
        return {i for i, (size, _) in enumerate(items) if size == 0}
    weights = [-(-size * CELLS // capacity) for size, _ in items]
    best: list[tuple[int, tuple | None]] = [(0, None)] * (CELLS + 1)  # value, (index, what was before)
    for i, (_, value) in enumerate(items):
        for cell in range(CELLS, weights[i] - 1, -1):
            total = best[cell - weights[i]][0] + value
            if total > best[cell][0]:
                best[cell] = (total, (i, best[cell - weights[i]][1]))
    chosen, link = set(), best[CELLS][1]
    while link is not None:
        chosen.add(link[0])
        link = link[1]
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
            self.steps += sorted(self.needed(ends[position], position))
            self.back.update(ends[position])
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


def solve(problem: Problem, fits: Callable[[list[int]], bool]) -> list[int] | None:
    live = base_profile(problem)
    peak = max(live)
    at = live.index(peak)
    candidates = [pause for pause in pauses(problem) if pause.begin < at < pause.end]
    items = [(pause.size, problem.duration[pause.op]) for pause in candidates]
    fixed = peak - sum(pause.size for pause in candidates)
    most = max(problem.budget - fixed, 0)
    for shrunk in range(21):
        keep = kept(items, most * (20 - shrunk) // 20)
        steps = Plan(problem, [pause for i, pause in enumerate(candidates) if i not in keep]).steps
        if fits(steps):
            return steps
    return None
