"""Taking one's data along, and leaving. What somebody did stays counted; who they were does not stay."""

import io
import json
import zipfile

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.access.allow import holders
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.accounts.services.users import erase_user
from groundswell.activity.services.record import record
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.people.models import Person
from groundswell.people.registry.holdings import holdings
from groundswell.people.selectors.mine import chapters_of, readable
from groundswell.people.signals import person_erased
from groundswell.spaces.services.platform import provide_platform


class LastOperator(Refused):
    """Nobody would be left to look after the site."""


class Gone(Refused):
    """The person has left already, or was merged into another."""


def pack_data(*, by: User, person: Person) -> bytes:
    """A zip of what is kept about the person: `data.json` for programs, `index.html` to read. Recorded.

    The person's user must be selected along.
    """
    chapters = chapters_of(person)
    data = {
        "site": settings.SITE_URL,
        "made_at": now().isoformat(),
        "chapters": {
            chapter.holding.name: {"label": str(chapter.holding.label), "rows": chapter.rows} for chapter in chapters
        },
    }
    context = {
        "name": person.name,
        "chapters": [{"label": chapter.holding.label, "rows": readable(chapter.rows)} for chapter in chapters],
        "made_at": now(),
        "site_name": settings.SITE_NAME,
        "language": get_language() or "en",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2, default=str))
        parts.writestr("index.html", render_to_string("people/files/my_data.html", context))
    record(verb="people.data_downloaded", by=by, space=person.space_id)
    return packed.getvalue()


def erase_person(*, by: User | None, person: Person) -> None:
    """Take away what names the person, in every app, and close the ways in. What they did stays counted.

    Raises Gone, or LastOperator. The person's user must be selected along.
    """
    if not person.is_known:
        raise Gone(_("This person has left already."))
    if person.user is not None and holders(Permission.OPERATE, provide_platform().pk) == [person.user.pk]:
        raise LastOperator(_("You are the last who looks after this site. Give somebody else that role first."))
    with transaction.atomic():
        record(verb="people.erased", by=by, space=person.space_id)
        for holding in reversed(holdings()):  # apps above first: they may need the name to find what they hold
            if holding.erase is not None:
                holding.erase(person)
        users = [person.user] if person.user is not None else []
        users += User.objects.filter(person__merged_into=person)
        for user in users:
            erase_user(user=user)
        person.refresh_from_db()
        person_erased.send(sender=Person, person_id=person.pk)
