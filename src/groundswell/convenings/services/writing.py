"""Writing to registrants: by site, role and state; who wrote what to whom is on record."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.letters import Draft, list_header, write_letters
from groundswell.activity.services.record import record
from groundswell.convenings.models import Convening, Registration
from groundswell.convenings.services.letters import manage_link
from groundswell.convenings.wording import in_language


def write_to_registrants(
    *, by: User | None, convening: Convening, subject: str, text: str, subject_es: str = "", text_es: str = "",
    sites: Sequence[int] = (), roles: Sequence[str] = (), states: Sequence[str] = ("registered",),
) -> int:  # fmt: skip
    """One letter each, answered to the writer, with what stands around it in the reader's language.

    Such a letter belongs to the registration, so it cannot be stopped as notices can; its foot leads to where the place is
    given back.

    Those who registered in Spanish get the Spanish text where there is one. Returns how many are on their way.
    """
    rows = Registration.objects.filter(convening=convening, state__in=states).select_related("person__user")
    if sites:
        rows = rows.filter(site_id__in=sites)
    if roles:
        rows = rows.filter(role__in=roles)
    reply_to = (by.email or "") if by else ""
    words = {"en": (subject, text), "es": (subject_es or subject, text_es or text)}
    with transaction.atomic():
        drafts = []
        for row in rows:
            if row.person.user is None or not row.person.user.email:
                continue
            with translation.override(row.language):
                head, body = words.get(row.language, words["en"])
                around = _("Your registration for “%(title)s”:") % {
                    "title": in_language(convening, "title", row.language)
                }
                drafts.append(
                    Draft(
                        to=row.person.user.email, kind="from-organizers", subject=head, user=row.person.user,
                        space=convening.space_id, reply_to=reply_to, headers=list_header(convening.key),
                        text=f"{body.strip()}\n\n{around}\n{manage_link(row)}\n",
                    )
                )  # fmt: skip
        write_letters(drafts)
        record(
            verb="convenings.registrants_written", by=by, space=convening.space_id,
            facts={"letters": len(drafts), "states": list(states)},
        )  # fmt: skip
    return len(drafts)
