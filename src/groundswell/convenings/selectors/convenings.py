"""Reading convenings for their public pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.access.allow import Somebody
from groundswell.convenings.choices import RegistrationState, SiteKind
from groundswell.convenings.models import Aim, Convening, Gift, Material, Registration, Session, SessionPerson, Site
from groundswell.convenings.models.plan import still_to_come
from groundswell.convenings.policies import visible_to
from groundswell.core.clock import now
from groundswell.core.prepared import Prepared
from groundswell.people.choices import Subject
from groundswell.people.models import Person, known


def convening_by_key(key: str) -> Convening:
    """The convening with this address. Raises Http404."""
    return _only(_by_key(key=key))


def convening_to_register(key: str) -> Convening:
    """The same with the questions only: what registering reads, in a rush hundreds of times a minute. Raises Http404."""
    return _only(_to_register(key=key))


_by_key = Prepared(
    lambda key: Convening.objects.select_related(
        "collaborative__home", "questions", "survey__instrument", "space", "need", "goal"
    ).filter(key=key),
    "key",
)
_to_register = Prepared(lambda key: Convening.objects.select_related("questions").filter(key=key), "key")


def _only(rows: list[Convening]) -> Convening:
    if not rows:
        raise Http404
    return rows[0]


def convenings_for(
    user: Somebody, *, past: bool = False, subject: str = "", region: int | None = None
) -> QuerySet[Convening]:
    """Convenings that the user may see: what is to come, soonest first, or what was, latest first."""
    rows = Convening.objects.filter(visible_to(user)).select_related("collaborative")
    if subject:
        rows = rows.filter(subject=subject)
    if region is not None:
        rows = rows.filter(collaborative__home__region=region)
    if past:
        return rows.exclude(still_to_come(now())).order_by("-starts_at", "-pk")
    return rows.filter(still_to_come(now())).order_by("starts_at", "pk")


PAGE = 50  # convenings on a page of the list


class Announced:
    """What is to come for anybody, as a paginator takes it: counted, and sliced. Its first page is what most visitors ask."""

    def __init__(self) -> None:
        self._moment = now()

    def count(self) -> int:
        """How many."""
        return sum(row[1] for row in _counted(moment=self._moment))

    def __getitem__(self, some: slice) -> Sequence[Convening]:
        if some.start == 0 and some.stop <= PAGE:
            return _first_page(moment=self._moment)[: some.stop]
        return list(convenings_for(AnonymousUser())[some])


_counted = Prepared(
    lambda moment: (
        Convening.objects.filter(visible_to(AnonymousUser()), still_to_come(moment))
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    ),
    "moment",
)
_first_page = Prepared(
    lambda moment: (
        Convening.objects.filter(visible_to(AnonymousUser()), still_to_come(moment))
        .select_related("collaborative")
        .order_by("starts_at", "pk")[:PAGE]
    ),
    "moment",
)


@dataclass(frozen=True)
class SiteLine:
    """A site with how many come, by what they teach."""

    site: Site
    people: int
    teams: int
    math: int
    science: int
    both: int

    @property
    def free(self) -> int | None:
        """Seats left, None without a limit."""
        return None if self.site.capacity is None else max(self.site.capacity - self.site.taken, 0)

    @property
    def words(self) -> str:
        """“27 of 40 places”, or what the site is when nobody registers at it."""
        if self.site.kind == SiteKind.PLANNING:
            return _("receives the kit")
        if self.site.capacity is None:
            return ngettext("%(count)d person", "%(count)d people", self.people) % {"count": self.people}
        return _("%(taken)d of %(places)d places") % {"taken": self.people, "places": self.site.capacity}

    @property
    def marks(self) -> list[tuple[str, int]]:
        """For the row of marks, one a person."""
        rest = self.people - self.math - self.science - self.both
        return [("math", self.math), ("science", self.science), ("both", self.both + rest)]


def site_lines(convening: Convening) -> list[SiteLine]:
    """The sites in order with their counts, in two queries."""
    counts = {row["site_id"]: row for row in _counts(convening=convening)}
    lines = []
    for site in _sites(convening=convening):
        row: dict[str, Any] = dict(counts.get(site.pk, {}))
        values = [int(row.get(name, 0)) for name in ("people", "teams", "math", "science", "both")]
        lines.append(SiteLine(site, *values))
    return lines


_counts = Prepared(
    lambda convening: (
        Registration.objects.filter(convening=convening, state=RegistrationState.REGISTERED)
        .values("site_id")
        .annotate(
            people=Count("pk"),
            teams=Count("team_id", distinct=True),
            math=Count("pk", filter=Q(teaches=Subject.MATH)),
            science=Count("pk", filter=Q(teaches=Subject.SCIENCE)),
            both=Count("pk", filter=Q(teaches=Subject.BOTH)),
        )
    ),
    "convening",
)
_sites = Prepared(
    lambda convening: Site.objects.filter(convening=convening).select_related("county", "host").order_by("number"),
    "convening",
)


def sessions_of(convening: Convening) -> list[Session]:
    """The program in order, with standards, people and materials fetched along."""
    return _sessions(convening=convening)


_sessions = Prepared(
    lambda convening: (
        Session.objects.filter(convening=convening)
        .select_related("site")
        .prefetch_related("standards", "people__person", "materials")
        .order_by("starts_at", "number")
    ),
    "convening",
)


def leaders_of(convening: Convening) -> list[SessionPerson]:
    """Who leads sessions, each person once."""
    seen: dict[int, SessionPerson] = {}
    for row in _leading(convening=convening):
        seen.setdefault(row.person_id, row)
    return list(seen.values())


_leading = Prepared(
    lambda convening: (
        SessionPerson.objects.filter(session__convening=convening)
        .select_related("person", "session")
        .order_by("session__starts_at", "pk")
    ),
    "convening",
)


def session_by_id(key: str, pk: int) -> Session:
    """A session of the convening with this address, its people fetched along. Raises Http404."""
    rows = Session.objects.select_related("convening").prefetch_related("people__person")
    found = rows.filter(convening__key=key, pk=pk).first()
    if found is None:
        raise Http404
    return found


def likely_leaders(convening: Convening) -> QuerySet[Person]:
    """Whom a session is likely given to: the members of the collaborative, site hosts, and who leads another session."""
    members = Q(memberships__collaborative=convening.collaborative_id)
    leaders = Q(sessions_led__session__convening=convening)
    hosts = Q(pk__in=Site.objects.filter(convening=convening, host__isnull=False).values("host_id"))
    return Person.objects.filter(known(), members | leaders | hosts).distinct().order_by("sort_name", "pk")


def material_by_id(key: str, pk: int) -> Material:
    """A material of the convening with this address. Raises Http404."""
    found = Material.objects.select_related("convening").filter(convening__key=key, pk=pk).first()
    if found is None:
        raise Http404
    return found


def materials_of(convening: Convening) -> list[Material]:
    """Materials of the convening as a whole that participants see."""
    return _materials(convening=convening)


_materials = Prepared(
    lambda convening: Material.objects.filter(convening=convening, session=None, for_hosts=False).order_by(
        "number", "pk"
    ),
    "convening",
)


def aims_of(convening: Convening) -> list[Aim]:
    """What participants take away, in order."""
    return _aims(convening=convening)


_aims = Prepared(lambda convening: Aim.objects.filter(convening=convening).order_by("number"), "convening")


def gifts_of(convening: Convening) -> list[Gift]:
    """What is handed over on the day, to people first."""
    return _gifts(convening=convening)


_gifts = Prepared(lambda convening: Gift.objects.filter(convening=convening).order_by("for_sites", "name"), "convening")


def sites_by_number(convening: Convening) -> dict[int, Site]:
    """All of its sites, by the number that people see."""
    return {site.number: site for site in _sites(convening=convening)}


def sites_to_choose(convening: Convening) -> list[Site]:
    """Where people can be, with what a choice among them says."""
    rows = _to_choose(convening=convening)
    for site in rows:
        site.convening = convening
    return rows


CHOICE = (
    "convening_id", "space_id", "number", "kind", "name", "name_es", "room", "address", "capacity", "taken", "latitude",
    "longitude", "county__name",
)  # fmt: skip
_to_choose = Prepared(
    lambda convening: (
        Site.objects.filter(convening=convening)
        .exclude(kind=SiteKind.PLANNING)
        .select_related("county")
        .only(*CHOICE)
        .order_by("number")
    ),
    "convening",
)
