"""Who had a place at a convening and who came, read once: most of a report's numbers are counted from these rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from groundswell.collaboratives.choices import Bond
from groundswell.collaboratives.models import Participation
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Convening, Registration, Site
from groundswell.evidence.selectors import latest_counts, one_person


class Row(NamedTuple):
    """A registration, at one site where its person was there; `site` is None for whoever did not come."""

    registration: int
    person: int  # of two that were put together, the one that was kept
    state: str
    county: int | None
    county_name: str | None
    county_code: str | None
    latitude: float | None  # of the school or district
    longitude: float | None
    chosen: int  # the site at which they have their place
    site: int | None


class County(NamedTuple):
    """A county of the collaborative."""

    pk: int
    name: str
    code: str


COLUMNS = (
    "pk", "one", "state", "county_id", "county__name", "county__county", "place__latitude", "place__longitude",
    "site_id", "attendances__site_id",
)  # fmt: skip


@dataclass(frozen=True)
class CountyLine:
    """A county's people at the convening, and its teachers when their number was brought in."""

    name: str
    code: str
    people: int
    teachers: int | None
    year: str = ""  # of the number of teachers
    source: str = ""
    places: int = 0  # how many had a place

    @property
    def share(self) -> float | None:
        """People per hundred teachers."""
        return None if not self.teachers else 100 * self.people / self.teachers


@dataclass(frozen=True)
class Turnout:
    """Everyone who registered, and the sites in their order."""

    rows: Sequence[Row]
    sites: Sequence[Site]
    members: Sequence[County] = ()

    @property
    def registered(self) -> int:
        """How many have a place."""
        return len(self.placed)

    @cached_property
    def placed(self) -> Mapping[int, Row]:
        """Who has a place, each once."""
        return {row.person: row for row in self.rows if row.state == RegistrationState.REGISTERED}

    @cached_property
    def came(self) -> Mapping[int, Row]:
        """Who was there, each once, also without a county; with the last site at which they were."""
        return {row.person: row for row in self.rows if row.site is not None}

    @cached_property
    def counties(self) -> Mapping[int, str]:
        """The name of each person's county, where it is known."""
        return {row.person: row.county_name for row in self.rows if row.county_name is not None}

    def by_county(self) -> list[CountyLine]:
        """People who were there, by the county of their school; each person once, the largest first.

        A county of the collaborative from which nobody came stands there with none.
        """
        counts = Counter(row.county for row in self.came.values() if row.county is not None)
        placed = Counter(row.county for row in self.placed.values())
        named = {row.county: (row.county_name or "", row.county_code or "") for row in self.came.values()}
        named |= {county.pk: (county.name, county.code) for county in self.members}
        shown = [pk for pk in named if pk is not None]
        latest = latest_counts(shown)
        lines = []
        for pk in shown:
            known = latest.get(pk)
            name, code = named[pk]
            teachers, year, source = (known.teachers, known.year, known.source) if known else (None, "", "")
            lines.append(CountyLine(name, code, counts[pk], teachers, year, source, placed[pk]))
        return sorted(lines, key=lambda line: (-line.people, line.name))


def turnout_of(convening: Convening) -> Turnout:
    """In three queries."""
    registered = Registration.objects.filter(convening=convening).annotate(one=one_person())
    rows = registered.order_by("pk", "attendances__day").values_list(*COLUMNS)
    sites = Site.objects.filter(convening=convening).select_related("county").order_by("number")
    taking_part = Participation.objects.filter(
        collaborative=convening.collaborative_id, bond=Bond.COUNTY, left_on=None
    ).values_list("place_id", "place__name", "place__county")
    return Turnout([Row(*row) for row in rows], list(sites), [County(*row) for row in taking_part])
