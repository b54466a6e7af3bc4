"""Which teams of a district come when its substitutes do not suffice for all: a knapsack, solved exactly."""

# ruff: noqa: PLR0917 - kernels take arrays, many and by position

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True)
def choose_all(
    able: NDArray[np.bool_],
    required: NDArray[np.bool_],
    need: NDArray[np.int64],
    value: NDArray[np.int64],
    start: NDArray[np.int64],
    room: NDArray[np.int64],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Choose for each date and district the able teams of the greatest total value within the room.

    `able[date, team]`, `need[date, team]`, `value[date, team]`; the teams of district k are `start[k]` to
    `start[k + 1]`; `room[date, district]`. Return who comes and on which dates the required teams fit.
    """
    dates, teams = able.shape
    come = np.zeros((dates, teams), np.bool_)
    fits = np.ones(dates, np.bool_)
    for d in range(dates):
        for k in range(start.shape[0] - 1):
            low = start[k]
            high = start[k + 1]
            left = room[d, k]
            wanted = 0
            for t in range(low, high):
                if not able[d, t]:
                    if required[t]:
                        fits[d] = False
                    continue
                if need[d, t] == 0 or required[t]:
                    come[d, t] = True
                    left -= need[d, t]
                else:
                    wanted += need[d, t]
            if left < 0:
                fits[d] = False
                continue
            if wanted <= left:
                for t in range(low, high):
                    if able[d, t]:
                        come[d, t] = True
                continue
            best = np.zeros(left + 1, np.int64)
            taken = np.zeros((high - low, left + 1), np.bool_)
            for t in range(low, high):
                w = need[d, t]
                if not able[d, t] or come[d, t]:
                    continue
                for c in range(left, w - 1, -1):
                    trial = best[c - w] + value[d, t]
                    if trial > best[c]:
                        best[c] = trial
                        taken[t - low, c] = True
            c = left
            for t in range(high - 1, low - 1, -1):
                if taken[t - low, c]:
                    come[d, t] = True
                    c -= need[d, t]
    return come, fits
