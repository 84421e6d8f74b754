# SPDX-License-Identifier: Apache-2.0
"""Checkmate's mixed-integer program (MLSys 2020, arXiv 1910.02653), over tensors instead of operations.

Stage s ends with the first run of operation s; before it any earlier operations run again, in base order:

    R(s,p)     operation p runs in stage s
    S(s,x)     tensor x is there when stage s begins
    F(s,x,k)   operation k is the last in stage s that needs x, and x is not there in stage s + 1
    U(s,k)     memory in use when operation k of stage s has its outputs, as a share of the budget

Durations are in units of their greatest common divisor.

The paper's accounting: what is there when a stage begins counts until F frees it, or to the stage's end.
"""

import math

from instances import Problem
from mip import Mip


class Checkmate:
    def __init__(self, problem: Problem):
        self.problem, self.mip = problem, Mip()
        self.count = len(problem.duration)
        self.runs: dict[tuple[int, int], int] = {}
        self.there: dict[tuple[int, int], int] = {}
        self.share = [size / max(problem.budget, 1) for size in problem.size]
        self.tick = math.gcd(*problem.duration) or 1
        for s in problem.operations():
            self.add_stage(s)
        for s in problem.operations():
            self.limit_memory(s)
        for p in problem.operations():
            if problem.copies[p] > 0:
                self.mip.row([(self.runs[s, p], 1) for s in range(p, self.count)], problem.copies[p])

    def add_stage(self, s: int) -> None:
        problem, mip = self.problem, self.mip
        for p in range(s + 1):
            self.runs[s, p] = mip.column(problem.duration[p] // self.tick)
        mip.row([(self.runs[s, s], -1)], -1)
        for x in problem.tensors():
            if problem.producer[x] < s:
                self.there[s, x] = mip.column()
                mip.row([(self.there[s, x], 1), *self.sources(s - 1, x, -1)], 0)
        for p in range(s + 1):
            for x in problem.inputs[p]:
                mip.row([(self.runs[s, p], 1), *self.sources(s, x, -1)], 0)
        if s == self.count - 1:
            for x in problem.tensors():
                if problem.retained[x]:
                    mip.row(self.sources(s, x, -1), -1)

    def sources(self, s: int, x: int, sign: int) -> list:
        """Where x may come from in stage s."""
        terms = [(self.runs[s, self.problem.producer[x]], sign)]
        return terms + [(self.there[s, x], sign)] if (s, x) in self.there else terms

    def freed(self, s: int, x: int, k: int) -> int | None:
        """A new column F(s,x,k), 1 just when it is so; nothing if it cannot be."""
        last = s == self.count - 1
        if last and self.problem.retained[x]:
            return None
        later = [j for j in self.problem.readers[x] if k < j <= s]
        hazards = [(self.runs[s, j], 1) for j in later]
        hazards += [] if last else [(self.there[s + 1, x], 1)]
        column, most = self.mip.column(), len(hazards) + 1
        # Hazards are those, and that k does not run: 1 - R(s,k).
        self.mip.row([(column, -1), (self.runs[s, k], 1), *[(h, -1) for h, _ in hazards]], 0)
        self.mip.row([(column, most), (self.runs[s, k], -1), *hazards], most - 1)
        return column

    def limit_memory(self, s: int) -> None:
        """U(s,k) = U(s,k-1) - what F(s,.,k-1) frees + R(s,k) outputs; with the workspace at most 1."""
        problem, mip = self.problem, self.mip
        used = [(self.there[s, x], self.share[x]) for x in problem.tensors() if (s, x) in self.there]
        for k in range(s + 1):
            outputs = sum(self.share[x] for x in problem.outputs[k])
            used.append((self.runs[s, k], outputs))
            column = mip.column(whole=False)
            mip.row([*used, (column, -1)], 0)
            mip.row([(column, 1), (self.runs[s, k], problem.workspace[k] / max(problem.budget, 1))], 1)
            used = [(column, 1)]
            for x in sorted({*problem.inputs[k], *problem.outputs[k]}):
                freed = self.freed(s, x, k) if self.share[x] > 0 else None
                if freed is not None:
                    used.append((freed, -self.share[x]))

    def steps(self, columns: list[float]) -> list[int]:
        return [p for (_, p), column in sorted(self.runs.items()) if columns[column] > 0.5]
