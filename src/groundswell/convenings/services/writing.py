"""Writing to registrants: by site, role and state; who wrote what to whom is on record."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.letters import Draft, write_letters
from groundswell.activity.services.record import record
from groundswell.convenings.models import Convening, Registration
from groundswell.convenings.services.letters import manage_link


def write_to_registrants(
    *, by: User | None, convening: Convening, subject: str, text: str, sites: Sequence[int] = (),
    roles: Sequence[str] = (), states: Sequence[str] = ("registered",),
) -> int:  # fmt: skip
    """One letter each, answered to the writer. Returns how many are on their way."""
    rows = Registration.objects.filter(convening=convening, state__in=states).select_related("person__user")
    if sites:
        rows = rows.filter(site_id__in=sites)
    if roles:
        rows = rows.filter(role__in=roles)
    reply_to = (by.email or "") if by else ""
    yours = _("Your registration:")
    with transaction.atomic():
        drafts = [
            Draft(
                to=row.person.user.email, kind="from-organizers", subject=subject, user=row.person.user,
                space=convening.space_id, reply_to=reply_to,
                text=f"{text.strip()}\n\n{yours} {manage_link(row)}\n",
            )
            for row in rows
            if row.person.user is not None and row.person.user.email
        ]  # fmt: skip
        write_letters(drafts)
        record(
            verb="convenings.registrants_written", by=by, space=convening.space_id,
            facts={"letters": len(drafts), "states": list(states)},
        )  # fmt: skip
    return len(drafts)
