# SPDX-License-Identifier: Apache-2.0
"""The whole problem with the order kept as a mixed-integer program.

Stage s ends with the first run of operation s; before it, any earlier operations run again, each at
most once, in base order. So a step is (s, p), p <= s:

    (0,0)   (1,0) (1,1)   (2,0) (2,1) (2,2)   ...      (s,s) takes place, the others are decided

R(s,p): it does. H(s,p,x): tensor x is held after it. Given R, the least H is an integer.
"""

from instances import Problem
from mip import Mip


def whole(problem: Problem) -> Mip:
    """Its optimum is the duration of all recomputations."""
    mip = Mip()
    lasting = [x for x in problem.tensors() if problem.readers[x] or problem.retained[x]]
    again: list[list[int]] = [[] for _ in problem.operations()]
    held: dict[int, int] = {}  # the column H of now, by tensor
    for s in problem.operations():
        made = [x for x in lasting if problem.producer[x] <= s]
        for p in range(s + 1):
            r = mip.column(problem.duration[p] if p < s else 0)
            if p < s:
                again[p].append(r)
            else:
                mip.row([(r, -1)], -1)
            held = add_step(mip, problem, p, r, held, made)
    for x in problem.tensors():
        if problem.retained[x]:
            mip.row([(held[x], -1)], -1)
    for p in problem.operations():
        if problem.copies[p] > 0:
            mip.row([(r, 1) for r in again[p]], problem.copies[p] - 1)
    return mip


def add_step(mip: Mip, problem: Problem, p: int, r: int, held: dict, made: list) -> dict:
    """Returns H after it. `made`: the tensors there may be by the end of the stage."""
    for x in problem.inputs[p]:
        mip.row([(r, 1), (held[x], -1)], 0)
    after = {}
    for x in made:
        source = [(held[x], -1)] if x in held else []
        if problem.producer[x] == p:
            source.append((r, -1))
        if source:  # else it has not been made yet
            after[x] = mip.column(whole=False)
            mip.row([(after[x], 1), *source], 0)
    here = {*problem.inputs[p], *problem.outputs[p]}
    live = [(after[x], problem.size[x]) for x in after if x not in here and problem.size[x] > 0]
    reads = sum(problem.size[x] for x in problem.inputs[p])
    mip.row([*live, (r, reads + problem.transient(p))], problem.budget)
    return after
