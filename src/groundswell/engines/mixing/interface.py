"""The calls that pages and the command line make. The heavy part is loaded at the first of them."""

from groundswell.engines import warm
from groundswell.engines.mixing.conflicts import refuse
from groundswell.engines.mixing.model import Gathering, Mix, Seating
from groundswell.engines.progress import Limit, Progress, silent

SOLVER = "groundswell.engines.mixing.solve"


def mix(gathering: Gathering, *, seed: int = 1, limit: Limit | None = None, progress: Progress = silent) -> Mix:
    """Seat everyone in every round. Raises `Infeasible` where the hard rules cannot all hold."""
    refuse(gathering)
    answer: Mix = warm.load("mixing", SOLVER).mix(gathering, seed=seed, limit=limit or Limit(), progress=progress)
    return answer


def remix(
    gathering: Gathering,
    earlier: Seating,
    *,
    from_round: int,
    afresh: bool = False,
    seed: int = 1,
    limit: Limit | None = None,
    progress: Progress = silent,
) -> Mix:
    """Repair a plan from a round on: what happened before stays, and as few people as can be change their tables.

    `gathering` holds those who are there now, walk-ins included; someone who has left is kept with the rounds of the past
    only. With `afresh` the later rounds are made anew, with what happened in mind.
    """
    refuse(gathering)
    answer: Mix = warm.load("mixing", SOLVER).remix(
        gathering, earlier, from_round=from_round, afresh=afresh, seed=seed, limit=limit or Limit(), progress=progress
    )
    return answer
