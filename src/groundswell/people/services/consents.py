"""Agreeing and withdrawing. What was agreed to, when, and in which words stays on record."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.people.choices import Language
from groundswell.people.models import Consent, ConsentText, Person
from groundswell.people.registry.consents import consent_kind, consent_kinds
from groundswell.people.selectors.consents import latest_version
from groundswell.people.signals import consent_given, consent_withdrawn


class TextChanged(Refused):
    """The text is another than the one that the person read."""


class TextMissing(Refused):
    """A version needs its text in every language of the site."""


def publish_first_texts(**_signal: Any) -> None:
    """Version 1 of every registered kind that has no text yet; runs after each migration."""
    known = set(ConsentText.objects.values_list("kind", flat=True))
    ConsentText.objects.bulk_create(
        [
            ConsentText(kind=kind.code, version=1, language=language, text=kind.first[language], published_at=now())
            for kind in consent_kinds()
            if kind.code not in known
            for language in Language.values
        ],
        ignore_conflicts=True,
    )


def publish_consent_text(*, by: User | None, kind: str, texts: Mapping[str, str]) -> int:
    """The next version of a text, in every language. Who agreed before has agreed to what they read. Raises TextMissing."""
    consent_kind(kind)
    if not all(texts.get(language, "").strip() for language in Language.values):
        raise TextMissing(_("Write the text in English and in Spanish."))
    with transaction.atomic():
        version = latest_version(kind) + 1
        for language in Language.values:
            text = ConsentText(
                kind=kind, version=version, language=language, text=texts[language].strip(), published_at=now()
            )
            text.full_clean()
            text.save()
        record(verb="people.consent_text_published", by=by, facts={"kind": kind, "version": version})
    return version


def give_consent(*, by: User | None, person: Person, kind: str, version: int) -> Consent:
    """The person agrees to the version that they read. Raises TextChanged when it is not the latest any more.

    An agreement to an earlier version ends with the new one; agreeing twice is agreeing once.
    """
    consent_kind(kind)
    language = (get_language() or "en").split("-")[0]
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if version != latest_version(kind):
            raise TextChanged(_("The text has changed since you opened the page. Please read it again."))
        before = Consent.objects.filter(person=person, kind=kind, withdrawn_at=None).first()
        if before is not None and before.version == version:
            return before
        if before is not None:
            Consent.objects.filter(pk=before.pk).update(withdrawn_at=now())
        consent = Consent(
            person=person,
            kind=kind,
            version=version,
            language=language if language in Language.values else Language.ENGLISH,
            given_at=now(),
        )
        consent.full_clean()
        consent.save()
        record(verb="people.consent_given", by=by, space=person.space_id, facts={"kind": kind, "version": version})
        consent_given.send(sender=Consent, person_id=person.pk, kind=kind)
    return consent


def withdraw_consent(*, by: User | None, person: Person, kind: str) -> None:
    """It ends now, at once, in every app that listens. Withdrawing what was not given changes nothing."""
    with transaction.atomic():
        ended = Consent.objects.filter(person=person, kind=kind, withdrawn_at=None).update(withdrawn_at=now())
        if ended:
            record(verb="people.consent_withdrawn", by=by, space=person.space_id, facts={"kind": kind})
            consent_withdrawn.send(sender=Consent, person_id=person.pk, kind=kind)
