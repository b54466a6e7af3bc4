"""A convening's report as one value: what the page shows and the PDF prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from groundswell.convenings.choices import FollowUpState
from groundswell.convenings.models import Convening, FollowUp, Site
from groundswell.evidence import measures
from groundswell.evidence.answers import Returned, asked_of, returned_by_county
from groundswell.evidence.turnout import CountyLine, Turnout, turnout_of
from groundswell.instruments.models import InstrumentVersion
from groundswell.instruments.results import Results, results_of
from groundswell.instruments.selectors import published_version
from groundswell.spread.selectors import Kept, kept_of


@dataclass(frozen=True)
class Report:
    """All measures of one convening, each computed when it is first asked for, from the records as they are then."""

    convening: Convening
    language: str

    @cached_property
    def turnout(self) -> Turnout:
        """Read once; no number reads for itself what another has."""
        return turnout_of(self.convening)

    @cached_property
    def lines(self) -> Sequence[CountyLine]:
        return self.turnout.by_county()

    @cached_property
    def travel(self) -> measures.Travel | None:
        return measures.travel_of(self.turnout)

    @cached_property
    def connections(self) -> measures.Connections:
        return measures.connections_of(self.convening, self.turnout)

    @cached_property
    def version(self) -> InstrumentVersion | None:
        """What was asked afterwards; None where nothing was."""
        survey = self.convening.survey
        return published_version(survey.instrument) if survey is not None else None

    @cached_property
    def survey(self) -> Results | None:
        """What everybody answered."""
        if self.version is None:
            return None
        asked = asked_of(self.convening, self.version.instrument, self.turnout)
        return self._results(self.version, asked=asked)

    @cached_property
    def survey_by_county(self) -> Results | None:
        return self._results(self.version, by="county") if self.version is not None else None

    def _results(self, version: InstrumentVersion, **how: Any) -> Results:
        about = [self.convening.space_id]
        return results_of(version.instrument, version.questions, language=self.language, about=about, **how)

    @cached_property
    def returned(self) -> Sequence[Returned]:
        """Who answered, by county."""
        if self.version is None:
            return ()
        return returned_by_county(self.convening, self.version.instrument, self.turnout)

    @cached_property
    def kept(self) -> Kept:
        return kept_of(self.convening)

    @cached_property
    def _planned_and_held(self) -> tuple[int, int]:
        held = Count("pk", filter=Q(state=FollowUpState.DONE))
        found = FollowUp.objects.filter(convening=self.convening).aggregate(planned=Count("pk"), held=held)
        return found["planned"], found["held"]

    @property
    def follow_ups(self) -> int:
        return self._planned_and_held[0]

    @property
    def follow_ups_done(self) -> int:
        return self._planned_and_held[1]

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
        """From how many people came."""
        return sum(line.people > 0 for line in self.lines)


def make_report(convening: Convening, *, language: str) -> Report:
    """Computed anew each time it is opened."""
    return Report(convening, language)
