"""What this app, and the apps below it, keep of a person: told, handed over, erased."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groundswell.access.models import Grant
from groundswell.activity.models import Activity, Notice
from groundswell.core.clock import now
from groundswell.people.choices import Audience, Group
from groundswell.people.models import Consent, Merge, Person, Position
from groundswell.people.registry.holdings import register_my_data
from groundswell.people.selectors import mine

NAMES = ("given_name", "family_name", "display_name", "pronouns", "sort_name", "search")


def erase_profile(person: Person) -> None:
    """The names, also those of rows that were merged into this one, and what merging wrote down."""
    hidden = {f"shows_{group}": Audience.NOBODY for group in Group}
    everyone = [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]
    Person.objects.filter(pk__in=everyone).update(**dict.fromkeys(NAMES, ""), **hidden, erased_at=now())
    Merge.objects.filter(kept_id__in=everyone).update(note={})
    Merge.objects.filter(merged_id__in=everyone).update(note={})
    Position.objects.filter(person_id__in=everyone).update(title="")


def erase_letters(person: Person) -> None:
    mine.letters_of(person).delete()


def erase_drafts(person: Person) -> None:
    mine.drafts_of(person).delete()


def erase_notices(person: Person) -> None:
    if person.user_id is not None:
        Notice.objects.filter(user_id=person.user_id).delete()


def end_roles(person: Person) -> None:
    if person.user_id is not None:
        Grant.objects.filter(user_id=person.user_id, ends_at=None).update(ends_at=now())


def end_consents(person: Person) -> None:
    Consent.objects.filter(person=person, withdrawn_at=None).update(withdrawn_at=now())


def positions_remain(person: Person) -> str | None:
    count = Position.objects.filter(person=person).count()
    text = ngettext(
        "That somebody worked at one place stays in the counts of its county.",
        "That somebody worked at %(count)d places stays in the counts of their counties.",
        count,
    )
    return text % {"count": count} if count else None


def activity_remains(person: Person) -> str | None:
    if person.user_id is None or not Activity.objects.filter(actor_id=person.user_id).exists():
        return None
    return _("What you did stays in the record as done by “somebody who has left”.")


for _order, (_name, _rows, _label, _erase, _remains) in enumerate(
    (
        ("profile", mine.profile_rows, gettext_lazy("Profile"), erase_profile, None),
        ("addresses", mine.address_rows, gettext_lazy("Email addresses"), None, None),
        ("positions", mine.position_rows, gettext_lazy("Positions"), None, positions_remain),
        ("agreements", mine.consent_rows, gettext_lazy("Agreements"), end_consents, None),
        ("roles", mine.role_rows, gettext_lazy("What you may do"), end_roles, None),
        ("drafts", mine.draft_rows, gettext_lazy("Typed and not sent"), erase_drafts, None),
        ("letters", mine.letter_rows, gettext_lazy("Letters to you"), erase_letters, None),
        ("activity", mine.activity_rows, gettext_lazy("What you did"), erase_notices, activity_remains),
    )
):
    register_my_data(_name, _rows, label=_label, order=10 + _order, erase=_erase, remains=_remains)
