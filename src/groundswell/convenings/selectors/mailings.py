"""What organizers and hosts write to those who registered: whom a choice reaches, what was written, what became of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from groundswell.activity.models import Letter
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Convening, Mailing, Registration, Site
from groundswell.people.choices import Role
from groundswell.people.models import Person

FAILED_NAMED = 20  # of one writing


@dataclass(frozen=True, slots=True)
class Recipients:
    """A choice among those who registered; what is empty leaves nobody out. Sites by their numbers."""

    sites: Sequence[int] = ()
    roles: Sequence[str] = ()
    states: Sequence[str] = (RegistrationState.REGISTERED,)


def recipients(convening: Convening, choice: Recipients) -> QuerySet[Registration]:
    """Whoever the choice reaches: with an address to write to."""
    rows = Registration.objects.filter(convening=convening, person__user__email__isnull=False)
    for name, values in (("site__number", choice.sites), ("role", choice.roles), ("state", choice.states)):
        if values:
            rows = rows.filter(**{f"{name}__in": values})
    return rows


@dataclass(frozen=True)
class Reach:
    """How many a choice reaches, and who they are: words and counts, the most first."""

    count: int
    spanish: int
    sites: list[tuple[str, int]]
    roles: list[tuple[str, int]]
    states: list[tuple[str, int]]


def reach_of(convening: Convening, choice: Recipients, site_name: Callable[[int], str]) -> Reach:
    """The same in numbers, in one query."""
    rows = recipients(convening, choice).order_by().values_list("site__number", "role", "state", "language")
    sites, roles, states = Counter[str](), Counter[str](), Counter[str]()
    spanish = 0
    for site, role, state, language, n in rows.annotate(n=Count("pk")):
        sites[site_name(site)] += n
        roles[str(Role(role).label) if role in Role.values else "—"] += n
        states[str(RegistrationState(state).label)] += n
        spanish += n if language.startswith("es") else 0
    return Reach(states.total(), spanish, sites.most_common(), roles.most_common(), states.most_common())


def mailings_of(convening: Convening, site: Site | None = None) -> QuerySet[Mailing]:
    """What was written, latest first. For a site: by its host, and by organizers to people of that site too."""
    rows = Mailing.objects.filter(convening=convening).select_related("site")
    if site is not None:
        everywhere = [
            row for row, sites in rows.filter(site=None).values_list("pk", "sites") if not sites or site.number in sites
        ]
        rows = rows.filter(Q(site=site) | Q(pk__in=everywhere))
    return rows.order_by("-made_at", "-pk")


def choice_of(mailing: Mailing) -> Recipients:
    """Whom it was written to, to be asked anew: who is in the choice now."""
    sites = [mailing.site.number] if mailing.site is not None else mailing.sites
    return Recipients(sites, mailing.roles, mailing.states)


@dataclass(frozen=True)
class Missing:
    """Those of a writing's choice who have no letter of it: it failed, or they came into the choice later."""

    failed: Sequence[Registration]
    later: Sequence[Registration]

    @property
    def count(self) -> int:
        return len(self.failed) + len(self.later)


def missing_of(mailing: Mailing) -> Missing:
    """In two queries; nobody once the outbox has forgotten the letters, for then nobody knows who has one."""
    letters = Letter.objects.filter(space=mailing.convening.space_id, kind=mailing.kind)
    states: dict[int | None, str] = dict(letters.values_list("user_id", "state"))
    if not states:
        return Missing([], [])
    rows = recipients(mailing.convening, choice_of(mailing)).select_related("person__user").order_by("pk")
    failed = [row for row in rows if states.get(row.person.user_id) == Letter.State.FAILED]
    return Missing(failed, [row for row in rows if row.person.user_id not in states])


def mailing_by_id(key: str, pk: int) -> Mailing:
    """A writing with its convening and site. Raises Http404."""
    rows = Mailing.objects.filter(pk=pk, convening__key=key)
    found = rows.select_related("convening__collaborative", "site", "by").first()
    if found is None:
        raise Http404
    return found


@dataclass
class Fate:
    """What became of the letters of one writing; nothing once the outbox keeps them no more."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0
    names: Sequence[str] = ()


def fates_of(convening: Convening, mailings: Sequence[Mailing], *, names: bool) -> dict[int, Fate]:
    """By mailing, from the outbox, in two queries; with the `names` of those whom a letter did not reach."""
    kinds = {mailing.kind: mailing.pk for mailing in mailings}
    fates = {pk: Fate() for pk in kinds.values()}
    letters = Letter.objects.filter(space=convening.space_id, kind__in=kinds)
    for kind, state, n in letters.order_by().values_list("kind", "state").annotate(n=Count("pk")):
        fate = fates[kinds[kind]]
        if state == Letter.State.SENT:
            fate.sent = n
        elif state == Letter.State.FAILED:
            fate.failed = n
        else:
            fate.waiting += n
    if names and any(fate.failed for fate in fates.values()):
        failed = letters.filter(state=Letter.State.FAILED).order_by("pk").values_list("kind", "user_id")[:500]
        users = {user for _kind, user in failed}
        called = {person.user_id: person.name for person in Person.objects.filter(user_id__in=users)}
        for kind, user in failed:
            fate = fates[kinds[kind]]
            if user in called and len(fate.names) < FAILED_NAMED:
                fate.names = [*fate.names, called[user]]
    return fates
