"""What is kept about a person, in rows that they understand: for the page, for the download."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from groundswell.access.models import Grant
from groundswell.access.roles import role_of
from groundswell.activity.models import Activity, Letter, Notice
from groundswell.activity.selectors import mail_choice_of
from groundswell.activity.sentences import sentences_of
from groundswell.core.clock import PACIFIC
from groundswell.core.models import Draft
from groundswell.people.choices import Audience, Group, Language
from groundswell.people.models import Consent, Merge, Person
from groundswell.people.registry.consents import consent_kinds
from groundswell.people.registry.holdings import Holding, Row, holdings
from groundswell.people.selectors.listings import listings_of
from groundswell.people.selectors.positions import positions_of
from groundswell.spaces.naming import names_of as names_of_spaces

AT_ONCE = 500  # lines whose names are looked up together
MOST = 20_000  # lines of the record in one download
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
LONG_ENOUGH = 5  # letters of a name by which other people's mail is searched; "Al" stands in every second word


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


def readable(rows: Iterable[Row]) -> list[Row]:
    """The same for people to read: moments as a day and an hour in California, yes and no, lists in a line."""
    return [{name: _readable(value) for name, value in row.items()} for row in rows]


def _readable(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(_readable(one)) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_readable(one)}" for name, one in value.items())
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return date_format(datetime.fromisoformat(value).astimezone(PACIFIC), "DATETIME_FORMAT")
    return value


def remains_of(person: Person) -> list[str]:
    """What stays counted, and not named, when the person leaves: one sentence an app."""
    told = (holding.remains(person) for holding in holdings() if holding.remains is not None)
    return [sentence for sentence in told if sentence]


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


def ways_rows(person: Person) -> Iterator[Row]:
    """Passkeys, Google or Microsoft, and how the person is written to."""
    if person.user is None:
        return
    for passkey in Authenticator.objects.filter(user=person.user).order_by("pk"):
        yield {_("Passkey"): str(passkey), _("Since"): passkey.created_at.isoformat()}
    for account in SocialAccount.objects.filter(user=person.user).order_by("pk"):
        yield {_("Signs in with"): account.provider, _("Number there"): account.uid, _("Told us"): account.extra_data}
    choice = mail_choice_of(person.user)
    yield {_("One letter a day"): choice.digest, _("At"): choice.digest_hour, _("Letters at once"): choice.notices}
    yield {_("Silence at night"): choice.quiet, _("From"): choice.quiet_from, _("Until"): choice.quiet_to}


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


def listed_rows(person: Person) -> Iterator[Row]:
    """What staff lists of counties say under one of the person's addresses."""
    for row in listings_of(person, also_denied=True):
        works = "; ".join(f"{one.role_words}, {one.where}" for one in positions_of(row.person))
        yield {_("Since"): row.at.isoformat(), _("Name"): row.person.name, _("Address"): row.address, _("Work"): works}


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


def merge_rows(person: Person) -> Iterator[Row]:
    """When two entries were found to be this one person."""
    for merge in Merge.objects.filter(Q(kept=person) | Q(merged=person)).order_by("at"):
        yield {
            _("Put together"): merge.at.isoformat(),
            _("Taken apart"): merge.undone_at.isoformat() if merge.undone_at else "",
        }


def notice_rows(person: Person) -> Iterator[Row]:
    """What the person was told, newest first."""
    if person.user_id is None:
        return
    rows = Notice.objects.filter(user_id=person.user_id).select_related("activity").order_by("-id")[:MOST]
    for some in batched(rows.iterator(AT_ONCE), AT_ONCE, strict=False):
        told = sentences_of([notice.activity for notice in some])
        for notice, sentence in zip(some, told, strict=True):
            yield {
                _("When"): notice.made_at.isoformat(),
                _("What"): sentence.text,
                _("Read"): notice.read_at.isoformat() if notice.read_at else "",
            }


def activity_rows(person: Person) -> Iterator[Row]:
    """What the person did, newest first: as a sentence, and as the record holds it."""
    if person.user_id is None:
        return
    lines = Activity.objects.filter(actor_id=person.user_id).order_by("-id")[:MOST]
    for some in batched(lines.iterator(AT_ONCE), AT_ONCE, strict=False):
        for line, sentence in zip(some, sentences_of(some), strict=True):
            yield {
                _("When"): line.at.isoformat(),
                _("What"): sentence.text,
                _("In the record"): line.verb,
                _("Facts"): line.facts,
            }


def letter_rows(person: Person) -> Iterator[Row]:
    for letter in letters_of(person).order_by("-id")[:MOST]:
        yield {
            _("When"): letter.made_at.isoformat(),
            pgettext("of a letter", "Subject"): letter.subject,
            _("Text"): letter.text,
        }


def letters_about(person: Person) -> Any:
    """Letters to others that have gone out and hold one of the person's addresses or their whole name, also a merged one."""
    whole = set(addresses_of(person))
    for one in (person, *Person.objects.filter(merged_into=person)):
        whole |= {f"{one.given_name} {one.family_name}".strip(), one.display_name}
    told = Q()
    for words in whole:
        if len(words) >= LONG_ENOUGH:
            told |= Q(text__icontains=words) | Q(subject__icontains=words)
    if not told:
        return Letter.objects.none()
    return Letter.objects.filter(told, state__in=[Letter.State.SENT, Letter.State.FAILED])


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
