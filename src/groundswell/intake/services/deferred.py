"""Large imports go on in the worker."""

from django.tasks import task

from groundswell.intake.models import ImportRun
from groundswell.intake.services.runs import apply_run


@task
def go_on_with_import(run_id: int) -> None:
    """Bring in what is left of an import; does nothing when it is done or not begun."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is not None:
        apply_run(run=run)
