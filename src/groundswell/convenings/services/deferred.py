"""Large plans of tables are made in the worker."""

from django.tasks import task

from groundswell.convenings.choices import SeatingState
from groundswell.convenings.models import Seating
from groundswell.convenings.services.tables import make_tables, tell_share
from groundswell.engines.progress import Limit

SECONDS = 30.0


@task
def mix_tables(seating_id: int, first: int, afresh: bool) -> None:
    """Seat everyone; does nothing when the plan is gone or was made meanwhile."""
    seating = Seating.objects.filter(pk=seating_id, state=SeatingState.WORKING).first()
    if seating is not None:
        limit = Limit(seconds=SECONDS)
        make_tables(seating=seating, first=first, afresh=afresh, limit=limit, progress=tell_share(seating_id))
