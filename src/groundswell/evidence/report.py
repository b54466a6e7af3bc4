"""A convening's report as one value: what the page shows and the PDF prints."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from groundswell.convenings.choices import FollowUpState
from groundswell.convenings.models import Convening, FollowUp, Site
from groundswell.evidence import measures
from groundswell.evidence.turnout import CountyLine, Turnout, turnout_of
from groundswell.instruments.results import Results, results_of
from groundswell.instruments.selectors import published_version
from groundswell.spread.selectors import Kept, kept_of


@dataclass(frozen=True)
class Report:
    """All measures of one convening."""

    convening: Convening
    turnout: Turnout
    lines: Sequence[CountyLine]
    travel: measures.Travel | None
    connections: measures.Connections
    survey: Results | None
    kept: Kept
    follow_ups: int
    follow_ups_done: int

    @property
    def registered(self) -> int:
        return self.turnout.registered

    @property
    def there(self) -> int:
        return len(self.turnout.came)

    @property
    def sites(self) -> Sequence[Site]:
        return self.turnout.sites

    @property
    def counties(self) -> int:
        return len(self.lines)


def make_report(convening: Convening, *, language: str) -> Report:
    """Computed anew each time it is opened, from the records as they are; no number reads for itself what another has."""
    turnout = turnout_of(convening)
    held = Count("pk", filter=Q(state=FollowUpState.DONE))
    follow_ups = FollowUp.objects.filter(convening=convening).aggregate(planned=Count("pk"), held=held)
    return Report(
        convening=convening,
        turnout=turnout,
        lines=turnout.by_county(),
        travel=measures.travel_of(turnout),
        connections=measures.connections_of(convening, turnout),
        survey=survey_of(convening, asked=len(turnout.came), language=language),
        kept=kept_of(convening),
        follow_ups=follow_ups["planned"],
        follow_ups_done=follow_ups["held"],
    )


def survey_of(convening: Convening, *, asked: int, language: str) -> Results | None:
    """What was answered afterwards; None where nothing was asked."""
    version = published_version(convening.survey.instrument) if convening.survey is not None else None
    if version is None:
        return None
    about = [convening.space_id]
    return results_of(version.instrument, version.questions, language=language, about=about, asked=asked)
