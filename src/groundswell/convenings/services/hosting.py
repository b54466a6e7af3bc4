"""Who hosts a site: named by the organizers, with the role that opens the site's pages, and told so."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groundswell.access.models import Grant
from groundswell.access.services.grants import give_role, take_role
from groundswell.accounts.models import User
from groundswell.activity.services.letters import Draft, write_letter
from groundswell.activity.services.record import record
from groundswell.convenings.models import Site
from groundswell.convenings.wording import in_language, when_in_words
from groundswell.core.errors import Refused
from groundswell.people.models import Person

ROLE = "site-host"


class NoAddress(Refused):
    """Without an address nobody can sign in to host."""


def name_host(*, by: User | None, site: Site, person: Person) -> Site:
    """This person hosts the site: they get its role and a letter, and whoever hosted it before gives the role back."""
    person = Person.objects.select_related("user").get(pk=person.pk)
    if person.user is None or not person.user.email:
        raise NoAddress(_("Write the email address of %(name)s: a host signs in with it.") % {"name": person.name})
    with transaction.atomic():
        row = Site.objects.select_for_update(of=("self",)).select_related("convening", "space").get(pk=site.pk)
        if row.host_id == person.pk:
            return row
        _end_role(by, row)
        row.host = person
        row.full_clean()
        row.save(update_fields=["host"])
        give_role(by=by, user=person.user, role=ROLE, space=row.space)
        record(verb="convenings.host_named", by=by, space=row.space_id, other=row.convening.space_id)
        write_letter(_asked(row, person.user, by))
    return row


def release_host(*, by: User | None, site: Site) -> Site:
    """Nobody hosts the site for now."""
    with transaction.atomic():
        row = Site.objects.select_for_update(of=("self",)).select_related("convening", "space").get(pk=site.pk)
        _end_role(by, row)
        row.host = None
        row.save(update_fields=["host"])
        record(verb="convenings.host_released", by=by, space=row.space_id, other=row.convening.space_id)
    return row


def _end_role(by: User | None, site: Site) -> None:
    if site.host_id is None:
        return
    held = Grant.objects.filter(user__person=site.host_id, role=ROLE, space=site.space_id, ends_at=None)
    for grant in held.select_related("user"):
        take_role(by=by, grant=grant)


def _asked(site: Site, user: User, by: User | None) -> Draft:
    convening = site.convening
    with override(user.language or "en"):
        title = in_language(convening, "title", user.language or "en")
        facts = {
            "name": site.host.name if site.host else "",
            "title": title,
            "site": in_language(site, "name", user.language or "en"),
            "when": when_in_words(convening),
            "link": settings.SITE_URL + reverse("convenings:host", args=[convening.key, site.number]),
            "run": settings.SITE_URL + reverse("convenings:run", args=[convening.key]),
        }
        subject = _("You host %(site)s: %(title)s") % {"site": facts["site"], "title": title}
        text = render_to_string("convenings/mail/host.txt", facts)
    return Draft(
        to=user.email or "", kind="site-host", subject=subject, text=text, user=user, space=site.space_id,
        reply_to=(by.email or "") if by else "",
    )  # fmt: skip
