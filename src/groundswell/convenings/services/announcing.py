"""A change of plan is told to everyone: who comes or waits, who hosts a site, who leads a session."""

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.letters import Draft, write_letters
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Convening, Registration, Site
from groundswell.convenings.services.letters import SUBJECTS, write_about
from groundswell.convenings.wording import in_language, when_in_words
from groundswell.people.models import Person


def write_to_all(convening: Convening, kind: str, *, by: User | None, site: Site | None = None) -> None:
    """Tell everyone (of one site, when given, whose host is asked for it) what changed: one letter each."""
    rows = Registration.objects.filter(
        convening=convening, state__in=[RegistrationState.REGISTERED, RegistrationState.WAITING]
    )
    if site is not None:
        rows = rows.filter(site=site)
    write_about(rows.select_related("person__user", "convening", "site", "team__captain"), kind)
    if site is None:
        write_letters(
            [_letter(convening, person, person.user, kind, by) for person in helpers_of(convening) if person.user]
        )


def helpers_of(convening: Convening) -> list[Person]:
    """Who hosts a site or leads a session, has an address, and is not among those who come or wait."""
    told = Registration.objects.filter(
        convening=convening, state__in=[RegistrationState.REGISTERED, RegistrationState.WAITING]
    )
    hosts = convening.sites.exclude(host=None).values("host")
    leaders = convening.sessions.exclude(people=None).values("people__person")
    people = Person.objects.filter(Q(pk__in=hosts) | Q(pk__in=leaders), user__email__isnull=False)
    return list(people.exclude(pk__in=told.values("person")).select_related("user").order_by("pk"))


def _letter(convening: Convening, person: Person, user: User, kind: str, by: User | None) -> Draft:
    with translation.override(user.language):
        title = in_language(convening, "title", user.language)
        facts = {
            "kind": kind, "name": person.name, "convening": convening, "title": title, "when": when_in_words(convening),
            "notice": in_language(convening, "notice", user.language),
            "run": settings.SITE_URL + reverse("convenings:run", args=[convening.key]),
        }  # fmt: skip
        return Draft(
            to=user.email or "", kind=f"helper-{kind}", subject=_(SUBJECTS[kind]) % {"title": title}, user=user,
            text=render_to_string("convenings/mail/helper.txt", facts), space=convening.space_id,
            reply_to=(by.email or "") if by else convening.contact,
        )  # fmt: skip
