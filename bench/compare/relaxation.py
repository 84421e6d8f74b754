# SPDX-License-Identifier: Apache-2.0
"""The recompute closure as docs/bound.md has it, at every event, as a mixed-integer program.

Given Y, the least K is an integer: only Y and Z have to be declared so.
"""

import enum
from collections.abc import Container

from instances import Problem
from mip import Mip


class Extent(enum.Enum):
    ALL = "all rules, all events"
    # What a search that looks at events one by one can refute by itself: no rule 3, only events
    # where more than the budget is live in base order (elsewhere nothing need run again), and an
    # operation is surely after another only if it reads bytes.
    EACH = "event by event"


def relations(
    problem: Problem, order: str, extent: Extent
) -> tuple[list[set[int]], list[set[int]]]:
    """By operation: those whose first run is surely before, surely after."""
    count = len(problem.duration)
    if order == "kept":
        every = range(count)
        return [set(range(t)) for t in every], [set(range(t + 1, count)) for t in every]
    before: list[set[int]] = []
    for t in problem.operations():
        reads = [x for x in problem.inputs[t] if problem.size[x] > 0 or extent == Extent.ALL]
        parents = {problem.producer[x] for x in reads}
        before.append(parents.union(*(before[u] for u in parents)))
    after = [{v for v in problem.operations() if t in before[v]} for t in problem.operations()]
    return before, after


def live_in_base_order(problem: Problem, t: int) -> int:
    """Where nothing is recomputed."""
    live = [
        x
        for x in problem.tensors()
        if problem.producer[x] < t and needed(problem, x, range(t, len(problem.duration)))
    ]
    return problem.transient(t) + sum(problem.size[x] for x in live)


def needed(problem: Problem, tensor: int, after: Container[int]) -> bool:
    return problem.retained[tensor] or any(reader in after for reader in problem.readers[tensor])


def use_sets_of(problem: Problem, v: int, before: list[set], after: list[set]) -> list[list[int]]:
    """Operations that read all of v that anybody wants, one read surely before the next."""
    wanted = [
        x
        for x in problem.outputs[v]
        if problem.size[x] > 0 and (problem.readers[x] or problem.retained[x])
    ]
    left = [problem.readers[x] for x in wanted]
    reads: list[list[int]] = []
    while left and all(left):
        last = max(readers[0] for readers in left)
        upto = [[r for r in readers if r == last or r in before[last]] for readers in left]
        read = [some[-1] if some else readers[0] for some, readers in zip(upto, left)]
        left = [[r for r in readers if all(r in after[s] for s in read)] for readers in left]
        reads.append(read)
    return reads


def closure(problem: Problem, order: str, extent: Extent, intervals: bool = False) -> Mip:
    """Without intervals, an operation that runs again is paid once. With them, once for each
    inter-use interval in which it does."""
    mip = Mip()
    before, after = relations(problem, order, extent)
    y: dict[tuple[int, int], int] = {}
    away: dict[tuple[int, int], int] = {}
    for t in problem.operations():
        if extent == Extent.EACH and live_in_base_order(problem, t) <= problem.budget:
            continue
        others = [v for v in problem.operations() if v != t and v not in after[t]]
        for v in others:
            y[v, t] = mip.column()
        p = {v: mip.column() if intervals and v in before[t] else y[v, t] for v in others}
        for v in others:
            if p[v] != y[v, t]:
                mip.row([(p[v], 1), (y[v, t], -1)], 0)
        away.update({(v, t): p[v] for v in others})
        add_event(mip, problem, t, after[t], {v: y[v, t] for v in others}, p)
    for v in problem.operations():
        reads = use_sets_of(problem, v, before, after) if intervals else []
        costs = [] if problem.once(v) else [problem.duration[v]] * (len(reads) + 1)
        z = [mip.column(cost) for cost in costs]
        for t in (t for u, t in y if u == v and v in before[t]):  # rule 4
            over = sum(all(r == t or r in before[t] for r in read) for read in reads)
            unread = sum(all(r in after[t] for r in read) for read in reads)
            some = z[over : len(z) - unread]
            mip.row([(away[v, t], 1)] + [(paid, -1) for paid in some], 0)
            mip.row([(y[v, t], 1)] + [(paid, -1) for paid in z[over:]], 0)
    if extent == Extent.ALL:
        add_rule_3(mip, problem, y, order)
    return mip


def add_event(mip: Mip, problem: Problem, t: int, after: set, y: dict, p: dict) -> None:
    """`p`: not live at t, but made after it; `y`: made after it."""
    k = {x: mip.column(whole=False) for v in y for x in problem.outputs[v]}
    for x, live in k.items():
        if x in problem.inputs[t]:
            mip.row([(live, -1)], -1)  # rule 1
        if needed(problem, x, after):
            mip.row([(live, -1), (p[problem.producer[x]], -1)], -1)
    for v in y:  # rule 2
        for x in k.keys() & problem.inputs[v]:  # all, or all with bytes
            mip.row([(y[v], 1), (k[x], -1), (p[problem.producer[x]], -1)], 0)
    live = [(k[x], problem.size[x]) for x in k if problem.size[x] > 0]
    mip.row(live, problem.budget - problem.transient(t))  # rule 5


def add_rule_3(mip: Mip, problem: Problem, y: dict, order: str) -> None:
    """From event to event; what is farther apart follows."""
    for v, t in y:
        parents = {t - 1} if order == "kept" else {problem.producer[x] for x in problem.inputs[t]}
        for earlier in parents:
            if (v, earlier) in y:
                mip.row([(y[v, t], 1), (y[v, earlier], -1)], 0)
