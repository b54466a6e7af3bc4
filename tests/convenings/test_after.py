"""Afterwards: two who name each other are told, addresses only when both agreed; letters speak the reader's language."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse

from groundswell.activity.models import Letter, Notice
from groundswell.convenings.choices import How
from groundswell.convenings.models import GiftGiven, Introduction, Registration
from groundswell.convenings.services.after import GivenAlready, add_gift, answer_survey, give_gift
from groundswell.convenings.services.asking import ask_those_who_came
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.planning import change_convening, change_site_plan
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.writing import write_to_registrants
from groundswell.core import clock
from groundswell.instruments.given import Given
from groundswell.instruments.services.instruments import close_instrument
from groundswell.instruments.services.starters import make_from_starter
from groundswell.people.selectors.consents import latest_version
from groundswell.people.services.consents import give_consent, withdraw_consent
from groundswell.people.services.leaving import erase_person
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(redding) -> dict[str, Registration]:
    """Four at one site who were there; Ana, Ben and Cem sat at one table."""
    change_site_plan(by=None, site=redding, fields={"capacity": None})
    survey = make_from_starter(by=None, code="symposium-after", owner=redding.convening.space, aims=[])
    change_convening(by=None, convening=redding.convening, fields={"survey": survey.versions.order_by("-number")[0]})
    redding.convening.refresh_from_db()
    rows = {}
    for name in ("ana", "ben", "cem", "dee"):
        more = {"language": "es"} if name == "ben" else {}
        rows[name] = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant(name, **more))
    with clock.at(START):
        for row in rows.values():
            check_in(by=None, registration=row, site=redding, how=How.NAME)
    seat_groups(
        by=None, convening=redding.convening, kind="table", session=None, site=redding,
        tables={"Table 1": [rows[name].pk for name in ("ana", "ben", "cem")]},
    )  # fmt: skip
    return rows


def name(people, who, *named):
    given = [Given("follow_up", choice="no")]
    given += [Given("together", picked_id=people[other].person_id) for other in named]
    answer_survey(registration=people[who], given=given, language="en")


def letters(kind="introduction") -> list[tuple[str, str]]:
    return list(Letter.objects.filter(kind=kind).order_by("pk").values_list("to", "subject"))


def agree(row: Registration) -> None:
    give_consent(by=row.person.user, person=row.person, kind="contact", version=latest_version("contact"))


def test_two_who_name_each_other_are_both_told_once_in_their_language(people):
    name(people, "ana", "ben", "cem")
    assert letters() == []
    name(people, "ben", "ana")
    name(people, "ben", "ana")  # changed answers tell nobody again
    told = dict(letters())
    assert sorted(told) == ["ana@example.org", "ben@example.org"]
    assert told["ana@example.org"] == "You and Ben Example hope to work together"
    assert Introduction.objects.count() == 2
    assert Notice.objects.filter(activity__verb="convenings.introduced").count() == 2


def test_addresses_are_passed_on_only_when_both_agreed(people):
    name(people, "ana", "ben")
    name(people, "ben", "ana")
    texts = list(Letter.objects.filter(kind="introduction").values_list("text", flat=True))
    assert not any("ben@example.org" in text or "ana@example.org" in text for text in texts)
    agree(people["ana"])
    assert Letter.objects.filter(kind="introduction").count() == 2
    agree(people["ben"])
    after = Letter.objects.filter(kind="introduction").order_by("pk")[2:]
    assert sorted((row.to, row.reply_to) for row in after) == [
        ("ana@example.org", "ben@example.org"), ("ben@example.org", "ana@example.org"),
    ]  # fmt: skip


def test_addresses_are_passed_on_at_once_when_both_had_agreed_before(people):
    agree(people["ana"])
    agree(people["ben"])
    name(people, "ana", "ben")
    name(people, "ben", "ana")
    assert sorted(Letter.objects.filter(kind="introduction").values_list("to", "reply_to")) == [
        ("ana@example.org", "ben@example.org"), ("ben@example.org", "ana@example.org"),
    ]  # fmt: skip


def test_address_is_hidden_again_when_one_of_two_withdraws_and_shown_when_they_agree_anew(client, people):
    name(people, "ana", "ben")
    name(people, "ben", "ana")
    for who in ("ana", "ben"):
        agree(people[who])
    pages = [reverse("convenings:mine", args=[people[who].secret]) for who in ("ana", "ben")]

    def shown() -> list[bool]:
        found = zip(pages, ("ben", "ana"), strict=True)
        return [f"mailto:{who}@example.org" in client.get(page).content.decode() for page, who in found]

    assert shown() == [True, True]
    withdraw_consent(by=None, person=people["ana"].person, kind="contact")
    assert shown() == [False, False]
    agree(people["ana"])
    assert shown() == [True, True]


def test_survey_shows_what_one_has_answered_to_change_it(client, people):
    path = reverse("convenings:survey", args=[people["ana"].secret])
    assert client.get(path).context["form"]["together"].initial == []
    name(people, "ana", "ben")
    form = client.get(path).context["form"]
    assert (form["follow_up"].initial, form["together"].initial) == ("no", [str(people["ben"].person_id)])


def test_survey_that_is_closed_is_not_asked_any_more(client, people, redding):
    close_instrument(by=None, instrument=redding.convening.survey.instrument)
    mine = reverse("convenings:mine", args=[people["ana"].secret])
    survey = reverse("convenings:survey", args=[people["ana"].secret])
    with clock.at(END + timedelta(days=1)):
        ask_those_who_came()
        page = client.get(mine).content.decode()
        assert (survey in page, client.get(survey).status_code) == (False, 302)
        assert "takes no more answers" in client.get(mine).content.decode()
    assert not any(survey in text for text in Letter.objects.filter(kind="after").values_list("text", flat=True))


def test_survey_offers_those_of_one_s_table_and_who_shows_a_name(client, people):
    person = people["dee"].person
    person.shows_contact = person.shows_work = person.shows_teaching = person.shows_name = 0
    person.save()
    page = client.get(reverse("convenings:survey", args=[people["ana"].secret])).content.decode()
    assert [person in page for person in ("Ben Example", "Cem Example", "Dee Example")] == [True, True, False]


def test_my_registration_shows_who_hopes_the_same(client, people):
    name(people, "ana", "ben")
    path = reverse("convenings:mine", args=[people["ana"].secret])
    assert "You both hope to work together" not in client.get(path).content.decode()
    name(people, "ben", "ana")
    page = client.get(path).content.decode()
    assert "You both hope to work together" in page
    assert "ben@example.org" not in page


def test_somebody_who_leaves_is_introduced_no_more(people):
    name(people, "ana", "ben")
    name(people, "ben", "ana")
    erase_person(by=people["ben"].person.user, person=people["ben"].person)
    assert Introduction.objects.count() == 0


def test_letter_of_an_organizer_stands_in_the_reader_s_language(people, redding):
    mailing = write_to_registrants(
        by=None, convening=redding.convening, subject="Parking", text="Park behind.", text_es="Estacione detrás."
    )
    texts = dict(Letter.objects.filter(kind=mailing.kind).values_list("to", "text"))
    assert mailing.letters == 4
    assert "Park behind.\n\nYour registration for" in texts["ana@example.org"]
    assert texts["ben@example.org"].startswith("Estacione detrás.")
    assert "Your registration for" not in texts["ben@example.org"]
    # It belongs to a registration: sorted like a list's, and not to be stopped as notices can.
    heads = [letter.headers for letter in Letter.objects.filter(kind=mailing.kind)]
    assert heads == [{"List-Id": f"<{redding.convening.key}.localhost>"}] * 4


def test_questions_that_depend_on_others_carry_their_condition(client, people, redding):
    page = client.get(reverse("convenings:survey", args=[people["ana"].secret])).content.decode()
    assert 'data-question="follow_up_topics" data-name="s-follow_up_topics" data-show-if=' in page
    asked = make_from_starter(by=None, code="registration", owner=redding.convening.space)
    change_convening(by=None, convening=redding.convening, fields={"questions": asked.versions.order_by("-number")[0]})
    for name in ("mine", "register", "register-team"):
        where = [people["ana"].secret] if name == "mine" else [redding.convening.key]
        shown = client.get(reverse(f"convenings:{name}", args=where)).content.decode()
        assert 'data-question="substitute_contact" data-name="q-substitute_contact" data-show-if=' in shown


@pytest.mark.django_db(transaction=True)
def test_book_handed_over_by_two_hosts_at_one_instant_is_given_once(redding, school):
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    gift = add_gift(by=None, convening=redding.convening, name="Book")

    def other_host():
        try:
            return give_gift(by=None, gift=gift, registration=row)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            give_gift(by=None, gift=gift, registration=row)
            other = pool.submit(other_host)
            with pytest.raises(TimeoutError):  # it waits for this one
                other.result(timeout=0.5)
        with pytest.raises(GivenAlready):
            other.result(timeout=60)
    assert GiftGiven.objects.count() == 1
