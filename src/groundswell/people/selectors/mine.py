"""What is kept about a person, in rows that they understand: for the page, for the download."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext as _

from groundswell.access.models import Grant
from groundswell.access.roles import role_of
from groundswell.activity.models import Activity, Letter
from groundswell.core.models import Draft
from groundswell.people.choices import Audience, Group, Language
from groundswell.people.models import Consent, Person
from groundswell.people.registry.consents import consent_kinds
from groundswell.people.registry.holdings import Holding, Row, holdings
from groundswell.people.registry.retention import Rule, retention_rules
from groundswell.people.selectors.positions import positions_of
from groundswell.spaces.naming import names_of as names_of_spaces

MOST = 20_000  # lines of the record in one download


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one app keeps."""

    holding: Holding
    rows: list[Row]


def chapters_of(person: Person) -> list[Chapter]:
    """Everything that is kept about a person, by app. The person's user must be selected along."""
    return [Chapter(holding, list(holding.rows(person))) for holding in holdings()]


def chapter_of(person: Person, name: str) -> Chapter:
    """What one app keeps: the chapter of this name, else the first. The person's user must be selected along."""
    known = holdings()
    holding = next((one for one in known if one.name == name), known[0])
    return Chapter(holding, list(holding.rows(person)))


def remains_of(person: Person) -> list[str]:
    """What stays counted, and not named, when the person leaves: one sentence an app."""
    told = (holding.remains(person) for holding in holdings() if holding.remains is not None)
    return [sentence for sentence in told if sentence]


def rules() -> list[Rule]:
    """How long what is kept."""
    return retention_rules()


def profile_rows(person: Person) -> Iterator[Row]:
    yield {_("Given name"): person.given_name, _("Family name"): person.family_name}
    yield {_("Called"): person.display_name, _("Pronouns"): person.pronouns}
    yield {_("Language"): str(Language(person.language).label), _("Since"): person.made_at.isoformat()}
    for group in Group:
        audience = Audience(getattr(person, f"shows_{group}"))
        yield {_("Who sees: %s") % group.label: str(audience.label)}


def address_rows(person: Person) -> Iterator[Row]:
    if person.user is None:
        return
    yield {_("Address"): person.user.email, _("Main"): True}
    further = EmailAddress.objects.filter(user=person.user).exclude(email__iexact=person.user.email or "")
    for address in further.order_by("email"):
        yield {_("Address"): address.email, _("Confirmed"): address.verified}


def position_rows(person: Person) -> Iterator[Row]:
    for position in positions_of(person):
        yield {
            _("Role"): position.role_words,
            _("Place"): position.where,
            _("County"): position.county,
            _("Subject"): position.get_subject_display(),
            _("Grades"): position.grade_words,
            _("Since"): _day(position.since),
            _("Until"): _day(position.until),
        }


def consent_rows(person: Person) -> Iterator[Row]:
    labels = {kind.code: str(kind.label) for kind in consent_kinds()}
    for consent in Consent.objects.filter(person=person).order_by("given_at"):
        yield {
            _("Agreement"): labels.get(consent.kind, consent.kind),
            _("Version"): consent.version,
            _("Given"): consent.given_at.isoformat(),
            _("Withdrawn"): consent.withdrawn_at.isoformat() if consent.withdrawn_at else "",
        }


def role_rows(person: Person) -> Iterator[Row]:
    grants = list(Grant.objects.filter(user_id=person.user_id).order_by("starts_at")) if person.user_id else []
    names = names_of_spaces(grant.space_id for grant in grants)
    for grant in grants:
        yield {
            _("Role"): str(role_of(grant.role).name),
            _("Where"): names[grant.space_id].text if grant.space_id in names else "",
            _("From"): grant.starts_at.isoformat(),
            _("Until"): grant.ends_at.isoformat() if grant.ends_at else "",
        }


def activity_rows(person: Person) -> Iterator[Row]:
    """What the person did, newest first, as the record holds it."""
    if person.user_id is None:
        return
    lines = Activity.objects.filter(actor_id=person.user_id).order_by("-id")[:MOST]
    for at, verb, space, facts in lines.values_list("at", "verb", "space_id", "facts"):
        yield {_("When"): at.isoformat(), _("What"): verb, _("About"): space, _("Facts"): facts}


def letter_rows(person: Person) -> Iterator[Row]:
    for letter in letters_of(person).order_by("-id")[:MOST]:
        yield {_("When"): letter.made_at.isoformat(), _("Subject"): letter.subject, _("Text"): letter.text}


def letters_of(person: Person) -> Any:
    """Letters to the person, by user or by one of their addresses."""
    if person.user is None:
        return Letter.objects.none()
    return Letter.objects.filter(Q(user_id=person.user_id) | Q(to__in=addresses_of(person)))


def addresses_of(person: Person) -> list[str]:
    """Every address of the person, as written and in lower case."""
    if person.user is None:
        return []
    further = EmailAddress.objects.filter(user_id=person.user_id).values_list("email", flat=True)
    written = [address for address in (person.user.email, *further) if address]
    return sorted({*written, *(address.lower() for address in written)})


def draft_rows(person: Person) -> Iterator[Row]:
    for draft in drafts_of(person).order_by("-saved_at"):
        yield {_("Form"): draft.form, _("Saved"): draft.saved_at.isoformat(), _("Typed"): draft.fields}


def drafts_of(person: Person) -> Any:
    """What the person typed and has not sent."""
    return Draft.objects.filter(owner=f"u{person.user_id}") if person.user_id else Draft.objects.none()


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
