# SPDX-License-Identifier: Apache-2.0
"""Collects the columns and rows of a mixed-integer program and has HiGHS solve it."""

import dataclasses
import enum
import time
from collections.abc import Callable

import highspy
import numpy

Term = tuple[int, float]  # column, coefficient


class Status(enum.Enum):
    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    OPEN = "open"  # out of time


@dataclasses.dataclass(frozen=True)
class Answer:
    status: Status
    value: int | None  # of the best solution; all coefficients are integers, and so is this
    seconds: float
    columns: list[float] = dataclasses.field(default_factory=list)  # of that solution
    bound: float = 0.0  # no solution is below it


def expect(status: highspy.HighsStatus, what: str) -> None:
    if status == highspy.HighsStatus.kError:
        raise RuntimeError(f"HiGHS refuses {what}")


class Mip:
    """Minimises. Columns are in 0 to 1, rows are `terms <= most`."""

    def __init__(self):
        self.cost: list[int] = []
        self.whole: list[bool] = []
        self.rows: list[dict[int, float]] = []
        self.most: list[float] = []

    def column(self, cost: int = 0, whole: bool = True) -> int:
        self.cost.append(cost)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, terms: list[Term], most: float) -> None:
        row: dict[int, float] = {}
        for column, coefficient in terms:
            row[column] = row.get(column, 0) + coefficient
        self.rows.append(row)
        self.most.append(most)

    def solve(
        self,
        seconds: float,
        tight: bool = False,
        threads: int = 1,
        precise: bool = False,
        on_better: Callable[[float, list[float]], None] | None = None,
    ) -> Answer:
        """`tight`: tolerances as small as HiGHS takes them, and no presolve, to check an answer;
        `precise`: about as small, with presolve.
        `on_better` is given the bound and the columns of every better solution."""
        if any(not row and most < 0 for row, most in zip(self.rows, self.most)):
            return Answer(Status.INFEASIBLE, None, 0.0)
        solver = highspy.Highs()
        options = {"output_flag": False, "threads": threads, "time_limit": seconds, "mip_rel_gap": 0.0}
        if precise:
            options |= {"mip_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9}
        if tight:
            options |= {"mip_feasibility_tolerance": 1e-10, "primal_feasibility_tolerance": 1e-10}
            options |= {"dual_feasibility_tolerance": 1e-10, "presolve": "off"}
        for name, value in options.items():
            expect(solver.setOptionValue(name, value), name)
        began = time.monotonic()
        expect(solver.passModel(self.program()), "the program")
        if on_better is not None:
            solver.cbMipImprovingSolution += lambda event: on_better(
                event.data_out.mip_dual_bound, list(event.data_out.mip_solution)
            )
        expect(solver.run(), "running it")
        taken = time.monotonic() - began
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer(Status.INFEASIBLE, None, taken)
        info = solver.getInfo()
        value, columns = None, []
        if info.primal_solution_status == 2:  # feasible
            value = round(info.objective_function_value)
            columns = list(solver.getSolution().col_value)
        optimal = status == highspy.HighsModelStatus.kOptimal
        return Answer(Status.OPTIMAL if optimal else Status.OPEN, value, taken, columns, info.mip_dual_bound)

    def program(self) -> highspy.HighsLp:
        count = len(self.cost)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = count, len(self.rows)
        program.col_cost_ = numpy.array(self.cost, float)
        program.col_lower_, program.col_upper_ = numpy.zeros(count), numpy.ones(count)
        program.row_lower_ = numpy.full(len(self.rows), -highspy.kHighsInf)
        program.row_upper_ = numpy.array(self.most, float)
        matrix = program.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = numpy.cumsum([0] + [len(row) for row in self.rows])
        matrix.index_ = numpy.array([column for row in self.rows for column in row], int)
        matrix.value_ = numpy.array([value for row in self.rows for value in row.values()], float)
        kinds = highspy.HighsVarType
        program.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in self.whole]
        return program
