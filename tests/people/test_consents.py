"""Agreeing to a version of a text, and withdrawing."""

import pytest

from groundswell.activity.models import Activity
from groundswell.people.models import Consent, ConsentText
from groundswell.people.selectors.consents import agreements_of, consenting, people_consenting
from groundswell.people.services.consents import (
    TextChanged,
    TextMissing,
    give_consent,
    publish_consent_text,
    publish_first_texts,
    withdraw_consent,
)
from groundswell.people.signals import consent_withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def texts(db):
    publish_first_texts()


def agreement(person, kind="photo", language="en"):
    return next(found for found in agreements_of(person, language) if found.kind.code == kind)


def test_first_texts_are_published_once_in_both_languages(db):
    publish_first_texts()
    assert set(ConsentText.objects.filter(kind="photo").values_list("version", "language")) == {(1, "en"), (1, "es")}


def test_nobody_has_agreed_before_they_agree(ada):
    assert agreement(ada).given is None
    assert consenting("photo", [ada.pk]) == set()


def test_agreeing_twice_is_agreeing_once(ada):
    first = give_consent(by=ada.user, person=ada, kind="photo", version=1)
    assert give_consent(by=ada.user, person=ada, kind="photo", version=1).pk == first.pk
    assert consenting("photo", [ada.pk]) == {ada.pk}
    assert Activity.objects.filter(verb="people.consent_given").count() == 1


def test_withdrawing_holds_at_once_and_is_told_to_other_apps(ada, bea):
    told = []

    def listen(person_id, kind, **_signal):
        told.append((person_id, kind))

    consent_withdrawn.connect(listen)
    for person in (ada, bea):
        give_consent(by=None, person=person, kind="photo", version=1)
    withdraw_consent(by=None, person=ada, kind="photo")
    withdraw_consent(by=None, person=ada, kind="photo")
    assert told == [(ada.pk, "photo")]
    assert list(people_consenting("photo")) == [{"person_id": bea.pk}]
    assert len(agreement(ada).earlier) == 1


def test_a_new_version_leaves_what_was_agreed_to(ada):
    give_consent(by=None, person=ada, kind="photo", version=1)
    first_text = agreement(ada).text
    assert publish_consent_text(by=None, kind="photo", texts={"en": "Other words.", "es": "Otras palabras."}) == 2
    shown = agreement(ada)
    assert (shown.text, shown.is_outdated, shown.agreed_text) == ("Other words.", True, first_text)
    assert consenting("photo", [ada.pk]) == {ada.pk}
    give_consent(by=None, person=ada, kind="photo", version=2)
    assert (agreement(ada).is_outdated, Consent.objects.filter(withdrawn_at=None).count()) == (False, 1)


def test_agreeing_to_a_text_that_has_changed_is_refused(ada):
    publish_consent_text(by=None, kind="photo", texts={"en": "Other words.", "es": "Otras palabras."})
    with pytest.raises(TextChanged):
        give_consent(by=None, person=ada, kind="photo", version=1)
    assert consenting("photo", [ada.pk]) == set()


def test_a_version_needs_both_languages(db):
    with pytest.raises(TextMissing):
        publish_consent_text(by=None, kind="photo", texts={"en": "Only English.", "es": " "})
    assert ConsentText.objects.filter(version=2).count() == 0


def test_the_text_is_shown_in_the_reader_s_language(ada):
    assert "fotografías" in agreement(ada, language="es").text
    assert "Photographs" in agreement(ada, language="fr").text
