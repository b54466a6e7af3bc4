"""A convening's report as one value: what the page shows and the PDF prints."""

from dataclasses import dataclass

from django.db.models import Count

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Attendance, Convening, FollowUp, Registration, Site
from groundswell.evidence import measures
from groundswell.instruments.results import Results, results_of
from groundswell.instruments.selectors import published_version
from groundswell.spread.selectors import Kept, kept_of


@dataclass(frozen=True)
class Report:
    """All measures of one convening."""

    convening: Convening
    registered: int
    there: int
    lines: list[measures.CountyLine]
    sites: list[Site]
    by_site: dict[int, int]
    travel: measures.Travel | None
    connections: measures.Connections
    survey: Results | None
    kept: Kept
    follow_ups: int
    follow_ups_done: int

    @property
    def counties(self) -> int:
        return len(self.lines)


def make_report(convening: Convening, *, language: str) -> Report:
    """Computed anew each time it is opened, from the records as they are."""
    there = measures.people_there(convening)
    instrument = convening.survey.instrument if convening.survey is not None else None
    survey = None
    if instrument is not None:
        version = published_version(instrument)
        if version is not None:
            survey = results_of(
                instrument, version.questions, language=language, about=[convening.space_id], asked=there
            )
    held = Attendance.objects.filter(registration__convening=convening).values_list("site_id")
    done = FollowUp.objects.filter(convening=convening)
    return Report(
        convening=convening,
        registered=Registration.objects.filter(convening=convening, state=RegistrationState.REGISTERED).count(),
        there=there,
        lines=measures.attendance_by_county(convening),
        sites=list(Site.objects.filter(convening=convening).select_related("county").order_by("number")),
        by_site=dict(held.annotate(n=Count("registration_id", distinct=True)).order_by("site_id")),
        travel=measures.travel_of(convening),
        connections=measures.connections_of(convening),
        survey=survey,
        kept=kept_of(convening),
        follow_ups=done.count(),
        follow_ups_done=done.filter(state="done").count(),
    )
