"""Reading convenings for their public pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.access.allow import Somebody
from groundswell.convenings.choices import RegistrationState, SiteKind
from groundswell.convenings.models import Convening, Material, Registration, Session, SessionPerson, Site
from groundswell.convenings.policies import visible_to
from groundswell.core.clock import now
from groundswell.core.prepared import Prepared
from groundswell.people.choices import Subject
from groundswell.people.models import Person, known


def convening_by_key(key: str) -> Convening:
    """The convening with this address. Raises Http404."""
    rows = Convening.objects.select_related("collaborative__home", "questions", "survey__instrument", "space")
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def convening_to_register(key: str) -> Convening:
    """The same with the questions only: what registering reads, in a rush hundreds of times a minute. Raises Http404."""
    found = _TO_REGISTER(key)
    if not found:
        raise Http404
    return found[0]


_TO_REGISTER = Prepared(
    lambda key: Convening.objects.select_related("questions").filter(key=key)[:1], Convening._meta.get_field("key")
)


def convenings_for(
    user: Somebody, *, past: bool = False, subject: str = "", region: int | None = None
) -> QuerySet[Convening]:
    """Convenings that the user may see: what is to come, soonest first, or what was, latest first."""
    rows = Convening.objects.filter(visible_to(user)).select_related("collaborative__home")
    if subject:
        rows = rows.filter(subject=subject)
    if region is not None:
        rows = rows.filter(collaborative__home__region=region)
    if past:
        return rows.filter(ends_at__lt=now()).order_by("-starts_at", "-pk")
    return rows.filter(ends_at__gte=now()).order_by("starts_at", "pk")


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
    held = Registration.objects.filter(convening=convening, state=RegistrationState.REGISTERED)
    counted = held.values("site_id").annotate(
        people=Count("pk"),
        teams=Count("team_id", distinct=True),
        math=Count("pk", filter=Q(teaches=Subject.MATH)),
        science=Count("pk", filter=Q(teaches=Subject.SCIENCE)),
        both=Count("pk", filter=Q(teaches=Subject.BOTH)),
    )
    counts = {row["site_id"]: row for row in counted}
    lines = []
    for site in Site.objects.filter(convening=convening).select_related("county", "host").order_by("number"):
        row: dict[str, Any] = dict(counts.get(site.pk, {}))
        values = [int(row.get(name, 0)) for name in ("people", "teams", "math", "science", "both")]
        lines.append(SiteLine(site, *values))
    return lines


def sessions_of(convening: Convening) -> list[Session]:
    """The program in order, with standards, people and materials fetched along."""
    rows = Session.objects.filter(convening=convening).select_related("site")
    return list(rows.prefetch_related("standards", "people__person", "materials").order_by("starts_at", "number"))


def leaders_of(convening: Convening) -> list[SessionPerson]:
    """Who leads sessions, each person once."""
    rows = SessionPerson.objects.filter(session__convening=convening).select_related("person", "session")
    seen: dict[int, SessionPerson] = {}
    for row in rows.order_by("session__starts_at", "pk"):
        seen.setdefault(row.person_id, row)
    return list(seen.values())


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


def materials_of(convening: Convening) -> list[Material]:
    """Materials of the convening as a whole that participants see."""
    rows = Material.objects.filter(convening=convening, session=None, for_hosts=False)
    return list(rows.order_by("number", "pk"))


def sites_to_choose(convening: Convening) -> list[Site]:
    """Where people can be, with what a choice among them says."""
    sites = _TO_CHOOSE(convening.pk)
    for site in sites:
        site.convening = convening
    return sites


CHOICE = (
    "convening_id", "space_id", "number", "kind", "name", "room", "address", "capacity", "taken", "latitude", "longitude",
    "county__name",
)  # fmt: skip

_TO_CHOOSE = Prepared(
    lambda convening: (
        Site.objects.filter(convening_id=convening)
        .exclude(kind=SiteKind.PLANNING)
        .select_related("county")
        .order_by("number")
        .only(*CHOICE)
    ),
    Site._meta.get_field("convening"),
)
