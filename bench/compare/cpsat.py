# SPDX-License-Identifier: Apache-2.0
"""The problem with the order kept in CP-SAT: the retention intervals of the MOCCASIN paper.

Stage s ends with the first run of operation s; before it, operations 0..s-1 may run again. The run of
operation p in stage s is event s (s + 1) / 2 + p. Copy i of an operation starts at an event; what it
wrote of a tensor is retained until another. The precedences are the paper's reservoirs, or
"one of the copies serves" with Booleans, which is several times as fast. As in the paper there are two phases:
the least peak, until it is within the budget, then the least duration from there.
"""

import dataclasses
import time

from ortools.sat.python import cp_model

from instances import Problem, base_profile


@dataclasses.dataclass(frozen=True)
class Improvement:
    seconds: float  # since the model was begun
    duration: int
    steps: list[int]  # operations by base position


@dataclasses.dataclass
class Outcome:
    improvements: list[Improvement] = dataclasses.field(default_factory=list)
    bounds: list[tuple[float, int]] = dataclasses.field(default_factory=list)  # seconds, bound
    bound: int = 0  # no duration is less
    infeasible: bool = False  # proved
    proved: bool = False  # the last improvement is optimal
    seconds: float = 0.0  # all of it
    peak_seconds: float = 0.0  # of them the first phase


class Intervals:
    """The variables and constraints of both phases."""

    def __init__(self, problem: Problem, copies: int, reservoirs: bool):
        self.problem, self.model = problem, cp_model.CpModel()
        self.count = len(problem.duration)
        self.end = self.event(self.count - 1, self.count - 1)
        self.start, self.runs, self.last = {}, {}, {}
        for op in problem.operations():
            for copy in range(min(copies, problem.copies[op] or copies)):
                self.add_copy(op, copy)
        self.add_reads(reservoirs)
        self.tasks = self.intervals()

    @staticmethod
    def event(stage: int, op: int) -> int:
        return stage * (stage + 1) // 2 + op

    def add_copy(self, op: int, copy: int) -> None:
        model = self.model
        if copy == 0:
            self.start[op, 0], self.runs[op, 0] = model.new_constant(self.event(op, op)), model.new_constant(1)
        else:
            stages = range(op + copy, self.count)
            if not stages:
                return
            times = cp_model.Domain.from_values([self.event(stage, op) for stage in stages])
            self.start[op, copy] = model.new_int_var_from_domain(times, f"start{op}_{copy}")
            self.runs[op, copy] = model.new_bool_var(f"runs{op}_{copy}")
            model.add_implication(self.runs[op, copy], self.runs[op, copy - 1])
            model.add(self.start[op, copy] > self.start[op, copy - 1]).only_enforce_if(self.runs[op, copy])
        for tensor in self.problem.outputs[op]:
            last = self.last[tensor, copy] = model.new_int_var(0, self.end, f"last{tensor}_{copy}")
            model.add(last >= self.start[op, copy])
            if copy > 0:
                before = self.last[tensor, copy - 1]
                model.add(before < self.start[op, copy]).only_enforce_if(self.runs[op, copy])

    def serves(self, tensor: int, copy: int) -> cp_model.IntVar:
        """A new Boolean that implies that this copy of the producer runs."""
        served = self.model.new_bool_var("")
        self.model.add_implication(served, self.runs[self.problem.producer[tensor], copy])
        return served

    def copies_of(self, op: int) -> list[int]:
        return [copy for other, copy in self.start if other == op]

    def add_reservoir(self, tensor: int, op: int, copy: int) -> None:
        """Retained intervals fill it, one each, and the copy takes that out while it starts."""
        producer, start = self.problem.producer[tensor], self.start[op, copy]
        times, changes, actives = [start, start + 1], [-1, 1], [self.runs[op, copy]] * 2
        for other in self.copies_of(producer):
            times += [self.start[producer, other] + 1, self.last[tensor, other] + 1]
            changes += [1, -1]
            actives += [self.runs[producer, other]] * 2
        most = len(self.copies_of(producer)) + 1
        self.model.add_reservoir_constraint_with_active(times, changes, actives, 0, most)

    def add_reads(self, reservoirs: bool) -> None:
        model, problem = self.model, self.problem
        for op, copy in list(self.start):
            for tensor in problem.inputs[op]:
                if reservoirs:
                    self.add_reservoir(tensor, op, copy)
                    continue
                served = []
                for other in self.copies_of(problem.producer[tensor]):
                    served.append(self.serves(tensor, other))
                    made = self.start[problem.producer[tensor], other]
                    model.add(made < self.start[op, copy]).only_enforce_if(served[-1])
                    model.add(self.start[op, copy] <= self.last[tensor, other]).only_enforce_if(served[-1])
                model.add_bool_or(served).only_enforce_if(self.runs[op, copy])
        for tensor in problem.tensors():
            if not problem.retained[tensor]:
                continue
            served = []
            for copy in self.copies_of(problem.producer[tensor]):
                served.append(self.serves(tensor, copy))
                model.add(self.last[tensor, copy] == self.end).only_enforce_if(served[-1])
            model.add_bool_or(served)

    def intervals(self) -> list[tuple[cp_model.IntervalVar, int]]:
        """With what each holds."""
        tasks = []
        for (tensor, copy), last in self.last.items():
            op, size = self.problem.producer[tensor], self.problem.size[tensor]
            length = self.model.new_int_var(1, self.end + 1, "")
            tasks.append((self.optional(op, copy, length, last + 1), size))
        for op, copy in self.start:
            if self.problem.workspace[op] > 0:
                tasks.append((self.optional(op, copy, 1, self.start[op, copy] + 1), self.problem.workspace[op]))
        return [task for task in tasks if task[1] > 0]

    def optional(self, op: int, copy: int, length, end) -> cp_model.IntervalVar:
        start, runs = self.start[op, copy], self.runs[op, copy]
        return self.model.new_optional_interval_var(start, length, end, runs, "")

    def limit_memory(self, budget) -> None:
        self.model.add_cumulative([task for task, _ in self.tasks], [size for _, size in self.tasks], budget)

    def duration(self):
        return sum(self.problem.duration[op] * runs for (op, _), runs in self.runs.items())

    def steps(self, value) -> list[int]:
        made = [(value(self.start[key]), key[0]) for key, runs in self.runs.items() if value(runs)]
        return [op for _, op in sorted(made)]

    def hint(self, values: dict | None) -> None:
        """`values` by name of the variables, or nothing runs again."""
        last_read = {t: max([self.problem.producer[t], *self.problem.readers[t]]) for t in self.problem.tensors()}
        for (op, copy), runs in self.runs.items():
            if copy > 0:
                self.model.add_hint(runs, values["runs", op, copy] if values else 0)
                if values:
                    self.model.add_hint(self.start[op, copy], values["start", op, copy])
        for (tensor, copy), last in self.last.items():
            stage = self.count - 1 if self.problem.retained[tensor] else last_read[tensor]
            kept = self.event(stage, stage) if copy == 0 else 0
            self.model.add_hint(last, values["last", tensor, copy] if values else kept)

    def values(self, value) -> dict:
        kinds = {"start": self.start, "runs": self.runs, "last": self.last}
        return {(name, *key): value(variable) for name, of in kinds.items() for key, variable in of.items()}


class Watcher(cp_model.CpSolverSolutionCallback):
    def __init__(self, intervals: Intervals, began: float, outcome: Outcome):
        super().__init__()
        self.intervals, self.began, self.outcome = intervals, began, outcome

    def on_solution_callback(self) -> None:
        steps = self.intervals.steps(self.value)
        duration = sum(self.intervals.problem.duration[op] for op in steps)
        self.outcome.improvements.append(Improvement(time.monotonic() - self.began, duration, steps))


def solver(seconds: float, workers: int, seed: int) -> cp_model.CpSolver:
    result = cp_model.CpSolver()
    result.parameters.max_time_in_seconds = seconds
    result.parameters.num_workers = workers
    result.parameters.random_seed = seed
    return result


def solve(
    problem: Problem, copies: int, seconds: float, workers: int, seed: int = 0, reservoirs: bool = False
) -> Outcome:
    """`seconds` for each phase. What is resident is not in the problem's budget."""
    began, outcome = time.monotonic(), Outcome(bound=sum(problem.duration))
    peak = max(*base_profile(problem), problem.budget)
    first = Intervals(problem, copies, reservoirs)
    budget = first.model.new_int_var(problem.budget, peak, "budget")
    first.limit_memory(budget)
    first.model.minimize(budget)
    first.hint(None)
    phase = solver(seconds, workers, seed)
    status = phase.solve(first.model)
    outcome.peak_seconds = outcome.seconds = time.monotonic() - began
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE) or phase.value(budget) > problem.budget:
        outcome.infeasible = status == cp_model.OPTIMAL or status == cp_model.INFEASIBLE
        return outcome
    second = Intervals(problem, copies, reservoirs)
    second.limit_memory(problem.budget)
    second.model.minimize(second.duration())
    second.hint(first.values(phase.value))
    phase = solver(seconds, workers, seed)
    phase.best_bound_callback = lambda bound: outcome.bounds.append((time.monotonic() - began, round(bound)))
    status = phase.solve(second.model, Watcher(second, began, outcome))
    outcome.seconds = time.monotonic() - began
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        outcome.bound = max(outcome.bound, round(phase.best_objective_bound))
    outcome.proved = status == cp_model.OPTIMAL
    return outcome
