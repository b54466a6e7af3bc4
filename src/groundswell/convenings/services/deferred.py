"""Large plans of tables are made in the worker, and what makes plans is made ready there."""

from datetime import timedelta

from django.tasks import task
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.convenings.choices import SeatingState
from groundswell.convenings.models import Seating
from groundswell.convenings.services.tables import make_tables, tell_share
from groundswell.core.clock import now
from groundswell.engines import warm
from groundswell.engines.progress import Limit

SECONDS = 30.0
TRIES, PAUSE = 30, timedelta(seconds=20)  # while the engines are being installed: ten minutes


@task
def mix_tables(seating_id: int, first: int, afresh: bool, tries: int = 0) -> None:
    """Seat everyone; does nothing when the plan is gone or was made meanwhile, waits while the engine is installed."""
    seating = Seating.objects.filter(pk=seating_id, state=SeatingState.WORKING).select_related("by").first()
    if seating is None:
        return
    if warm.is_installed():
        limit = Limit(seconds=SECONDS)
        make_tables(seating=seating, first=first, afresh=afresh, limit=limit, progress=tell_share(seating_id))
    elif tries < TRIES:
        mix_tables.using(run_after=now() + PAUSE).enqueue(seating_id, first, afresh, tries + 1)
    else:
        with translation.override(seating.by.language if seating.by is not None else "en"):
            Seating.objects.filter(pk=seating_id).update(state=SeatingState.FAILED, problem=not_installed())


@task
def prepare_engine(engine: str) -> None:
    """Compile what an engine computes with, once on a machine; does nothing where it is ready or not installed."""
    if warm.is_installed() and not warm.is_ready(engine):
        warm.prepare(engine)


def not_installed() -> str:
    """What to tell a planner, and whom to ask."""
    return _(
        "What makes such plans is not installed on this machine. Ask whoever runs this Groundswell: "
        "python3 tools/bootstrap.py engines"
    )
