"""One integer program for HiGHS, called directly: SciPy's door to it costs half a second of importing."""

import ctypes
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass
class Program:
    """Minimize cost @ x with whole x from `least` to `most`, row by row: low <= the row's columns times values <= high."""

    cost: Floats
    least: Floats
    most: Floats
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[npt.NDArray[np.int64]] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(
        self, columns: Sequence[int] | npt.NDArray[np.int64], low: float, high: float, values: object = 1.0
    ) -> None:
        """Add a row. `values` is one number for all its columns, or one for each."""
        where = np.asarray(columns, np.int64)
        self.columns.append(where)
        self.values.append(np.broadcast_to(np.asarray(values, np.float64), where.shape))
        self.starts.append(self.starts[-1] + len(where))
        self.low.append(low)
        self.high.append(high)


@dataclass(frozen=True)
class Solved:
    """The best x found (None: none), what no x falls below (None: not known), whether it is proved that there is no x,
    and whether the time was over before all was known.
    """

    x: Floats | None
    bound: float | None
    impossible: bool
    cut_short: bool


@contextmanager
def _banner_aside() -> Iterator[None]:
    """Throw away what HiGHS prints when it is made, before it can be told to be silent: stdout is for the answer."""
    flush = ctypes.CDLL(None).fflush
    sys.stdout.flush()
    flush(None)
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
        flush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def solve(program: Program, *, seconds: float, gap: float | None = None) -> Solved:
    """Run HiGHS for so many seconds at most; `gap` is the share of the cost at which it may stop (its own: 1 in 10,000)."""
    import highspy

    width = len(program.cost)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = width, len(program.low)
    model.col_cost_, model.col_lower_, model.col_upper_ = program.cost, program.least, program.most
    model.row_lower_, model.row_upper_ = np.array(program.low, np.float64), np.array(program.high, np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(program.starts, np.int32)
    model.a_matrix_.index_ = np.concatenate([*program.columns, np.zeros(0, np.int64)]).astype(np.int32)
    model.a_matrix_.value_ = np.concatenate([*program.values, np.zeros(0)])
    model.integrality_ = [highspy.HighsVarType.kInteger] * width
    with _banner_aside():
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", float(seconds))
    if gap is not None:
        solver.setOptionValue("mip_rel_gap", gap)
    solver.passModel(model)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    there = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    found = np.array(solver.getSolution().col_value, np.float64) if there else None
    bound = float(info.mip_dual_bound) if np.isfinite(info.mip_dual_bound) else None
    status_of = highspy.HighsModelStatus
    return Solved(found, bound, status == status_of.kInfeasible, status == status_of.kTimeLimit)
