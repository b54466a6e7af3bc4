"""What this app, and the apps below it, keep of a person: told, handed over, erased."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groundswell.access.allow import open_grants
from groundswell.activity.models import Activity, MailChoice, Notice
from groundswell.core.clock import now
from groundswell.people.choices import Audience, Group
from groundswell.people.models import Consent, Listed, Merge, Person, Position, known
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


def erase_listed(person: Person) -> None:
    """What staff lists say under one of the person's addresses is emptied as the person's own entry is."""
    if person.user_id is not None:
        rows = Listed.objects.filter(user_id=person.user_id)
        for entry in Person.objects.filter(known(), listed__in=rows, user=None):
            erase_profile(entry)
        rows.delete()


def erase_letters(person: Person) -> None:
    """Those to the person go; of those to others that name them, that they were sent is kept and not the words."""
    mine.letters_of(person).delete()
    mine.letters_about(person).update(subject=_("(erased)"), text="", html="", calendar="")


def erase_choices(person: Person) -> None:
    if person.user_id is not None:
        MailChoice.objects.filter(user_id=person.user_id).delete()


def erase_drafts(person: Person) -> None:
    mine.drafts_of(person).delete()


def erase_notices(person: Person) -> None:
    if person.user_id is not None:
        Notice.objects.filter(user_id=person.user_id).delete()


def end_roles(person: Person) -> None:
    if person.user_id is not None:
        open_grants().filter(user_id=person.user_id).update(ends_at=now())


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


for _order, (_name, _rows, _label, _erase, _remains, _tells) in enumerate(
    (
        ("profile", mine.profile_rows, gettext_lazy("Profile"), erase_profile, None, ["people.Person.user"]),
        ("addresses", mine.address_rows, gettext_lazy("Email addresses"), None, None, ["account.EmailAddress.user"]),
        (
            "ways-in", mine.ways_rows, gettext_lazy("How you sign in and are written to"), erase_choices, None,
            ["mfa.Authenticator.user", "socialaccount.SocialAccount.user", "activity.MailChoice.user"],
        ),
        (
            "positions", mine.position_rows, gettext_lazy("Positions"), None, positions_remain,
            ["people.Position.person"],
        ),
        (
            "listed", mine.listed_rows, gettext_lazy("On staff lists"), erase_listed, None,
            ["people.Listed.user", "people.Listed.person"],
        ),
        ("agreements", mine.consent_rows, gettext_lazy("Agreements"), end_consents, None, ["people.Consent.person"]),
        ("roles", mine.role_rows, gettext_lazy("What you may do"), end_roles, None, ["access.Grant.user"]),
        (
            "merges", mine.merge_rows, gettext_lazy("Entries put together"), None, None,
            ["people.Merge.kept", "people.Merge.merged", "people.Person.merged_into"],
        ),
        ("drafts", mine.draft_rows, gettext_lazy("Typed and not sent"), erase_drafts, None, ["core.Draft.owner"]),
        ("letters", mine.letter_rows, gettext_lazy("Letters to you"), erase_letters, None, ["activity.Letter.user"]),
        ("notices", mine.notice_rows, gettext_lazy("Notices"), erase_notices, None, ["activity.Notice.user"]),
        (
            "activity", mine.activity_rows, gettext_lazy("What you did"), None, activity_remains,
            ["activity.Activity.actor"],
        ),
    )
):  # fmt: skip
    register_my_data(
        _name, _rows, label=_label, order=10 + _order, erase=_erase, remains=_remains, tells=_tells,
    )  # fmt: skip
