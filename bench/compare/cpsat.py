# SPDX-License-Identifier: Apache-2.0
"""The problem with the order kept in CP-SAT: the retention intervals of the MOCCASIN paper.

Stage s ends with the first run of operation s; before it, operations 0..s-1 may run again. The run of
operation p in stage s is event s (s + 1) / 2 + p. Copy i of an operation starts at an event; what it
wrote of a tensor is retained until another. The precedences are the paper's reservoirs, or
"one of the copies serves" with Booleans, which is several times as fast. As in the paper there are two phases:
the least peak, until it is within the budget, then the least duration from there. Both begin with a
hint: the base order, and what the first phase found. Durations and sizes are divided by their
greatest common divisors.
"""

import dataclasses
import math
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
    improvements: list[Improvement] = dataclasses.field(default_factory=list)  # the first from the first phase
    bounds: list[tuple[float, int]] = dataclasses.field(default_factory=list)  # seconds, bound
    bound: int = 0  # no duration is less
    infeasible: bool = False  # proved
    proved: bool = False  # the last improvement is optimal
    seconds: float = 0.0  # all of it


def without_common_divisors(problem: Problem) -> tuple[Problem, int]:
    """And what durations were divided by."""
    tick, unit = math.gcd(*problem.duration) or 1, math.gcd(*problem.size, *problem.workspace) or 1
    smaller = dataclasses.replace(
        problem,
        duration=[duration // tick for duration in problem.duration],
        size=[size // unit for size in problem.size],
        workspace=[size // unit for size in problem.workspace],
        budget=problem.budget // unit,
    )
    return smaller, tick


class Intervals:
    """The variables and constraints of both phases."""

    def __init__(self, problem: Problem, copies: int, reservoirs: bool):
        self.problem, self.model = problem, cp_model.CpModel()
        self.count = len(problem.duration)
        self.end = self.event(self.count - 1, self.count - 1)
        self.start, self.runs, self.last, self.kept = {}, {}, {}, {}
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
            if copy > 1:
                model.add_implication(self.runs[op, copy], self.runs[op, copy - 1])
            if not self.problem.outputs[op]:  # else what is kept of the outputs puts the copies in order
                model.add(self.start[op, copy] > self.start[op, copy - 1]).only_enforce_if(self.runs[op, copy])
        for tensor in self.problem.outputs[op]:
            last = self.last[tensor, copy] = model.new_int_var(0, self.end, f"last{tensor}_{copy}")
            length = model.new_int_var(1, self.end + 1, "")
            self.kept[tensor, copy] = self.interval(op, copy, length, last + 1)
            if copy > 0:
                before = self.last[tensor, copy - 1]
                model.add(before < self.start[op, copy]).only_enforce_if(self.runs[op, copy])

    def interval(self, op: int, copy: int, length, end) -> cp_model.IntervalVar:
        start, runs = self.start[op, copy], self.runs[op, copy]
        if copy == 0:
            return self.model.new_interval_var(start, length, end, "")
        return self.model.new_optional_interval_var(start, length, end, runs, "")

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
        tasks = [(kept, self.problem.size[tensor]) for (tensor, _), kept in self.kept.items()]
        for op, copy in self.start:
            workspace = self.problem.workspace[op]
            if workspace > 0:
                tasks.append((self.interval(op, copy, 1, self.start[op, copy] + 1), workspace))
        return [task for task in tasks if task[1] > 0]

    def limit_memory(self, budget) -> None:
        self.model.add_cumulative([task for task, _ in self.tasks], [size for _, size in self.tasks], budget)

    def duration(self):
        return sum(self.problem.duration[op] * runs for (op, _), runs in self.runs.items())

    def steps(self, value) -> list[int]:
        made = [(value(self.start[key]), key[0]) for key, runs in self.runs.items() if value(runs)]
        return [op for _, op in sorted(made)]

    def hint(self, values: list[int] | None = None) -> None:
        """A solution of the same variables, or, without `values`, that nothing runs again. Only what decides: with
        lengths and who serves as well RL2 took twice as long."""
        hint, problem = self.model.add_hint, self.problem
        for (op, copy), runs in self.runs.items():
            if copy > 0:
                hint(runs, values[runs.index] if values else 0)
                if values:
                    hint(self.start[op, copy], values[self.start[op, copy].index])
        for (tensor, copy), last in self.last.items():
            op = problem.producer[tensor]
            stage = self.count - 1 if problem.retained[tensor] else max([op, *problem.readers[tensor]])
            until = self.event(stage, stage) if copy == 0 else 0
            hint(last, values[last.index] if values else until)


class Watcher(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_better):
        super().__init__()
        self.on_better = on_better

    def on_solution_callback(self) -> None:
        self.on_better(self.value)


def solver(seconds: float, workers: int, seed: int) -> cp_model.CpSolver:
    result = cp_model.CpSolver()
    result.parameters.max_time_in_seconds = seconds
    result.parameters.num_workers = workers
    result.parameters.random_seed = seed
    return result


def run(phase: cp_model.CpSolver, model: cp_model.CpModel, watcher: Watcher | None = None) -> int:
    status = phase.solve(model, watcher)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(f"CP-SAT refuses the model: {model.validate()}")
    return status


def solve(
    problem: Problem, copies: int, seconds: float, workers: int, seed: int = 0, reservoirs: bool = False
) -> Outcome:
    """`seconds` for each phase. What is resident is not in the problem's budget."""
    began, outcome = time.monotonic(), Outcome(bound=sum(problem.duration))
    problem, tick = without_common_divisors(problem)
    peak = max(*base_profile(problem), problem.budget)

    def note(intervals: Intervals, value) -> None:
        steps = intervals.steps(value)
        duration = tick * sum(problem.duration[op] for op in steps)
        outcome.improvements.append(Improvement(time.monotonic() - began, duration, steps))

    first = Intervals(problem, copies, reservoirs)
    budget = first.model.new_int_var(problem.budget, peak, "budget")
    first.limit_memory(budget)
    first.model.minimize(budget)
    first.hint()
    phase = solver(seconds, workers, seed)
    status = run(phase, first.model)
    outcome.seconds = time.monotonic() - began
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE) or phase.value(budget) > problem.budget:
        outcome.infeasible = status == cp_model.OPTIMAL or status == cp_model.INFEASIBLE
        return outcome
    note(first, phase.value)
    second = Intervals(problem, copies, reservoirs)
    second.limit_memory(problem.budget)
    second.hint(phase.response_proto.solution)
    second.model.minimize(second.duration())
    phase = solver(seconds, workers, seed)
    phase.best_bound_callback = lambda bound: outcome.bounds.append((time.monotonic() - began, tick * round(bound)))
    status = run(phase, second.model, Watcher(lambda value: note(second, value)))
    outcome.seconds = time.monotonic() - began
    if status == cp_model.INFEASIBLE:
        raise ValueError("CP-SAT contradicts itself: its second phase denies what the first has found")
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        outcome.bound = max(outcome.bound, tick * round(phase.best_objective_bound))
    outcome.proved = status == cp_model.OPTIMAL
    return outcome
