"""A commitment is kept only when the person or a witness says so; silence stays silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from groundswell.accounts.models import User
from groundswell.activity.models import Letter
from groundswell.convenings.choices import GroupKind
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.core.clock import now, today
from groundswell.people.services.people import provide_person
from groundswell.spread.choices import CommitmentKind, Word
from groundswell.spread.models import Commitment, Said
from groundswell.spread.selectors import kept_of
from groundswell.spread.services.asking import ask_what_became
from groundswell.spread.services.commitments import InThePast, NotTheirs, make_commitment, say_what_became
from tests.convenings.conftest import (  # noqa: F401 - fixtures
    collaborative,
    convening,
    counties,
    entrant,
    redding,
    school,
)

pytestmark = pytest.mark.django_db


def somebody(name: str):
    return provide_person(by=None, email=f"{name}@example.org", given_name=name)


def commit(person, convening, **more):  # noqa: F811
    fields = {"kind": CommitmentKind.TRY, "text": "One talk move", "due_on": today() + timedelta(days=14), **more}
    return make_commitment(by=person.user, person=person, convening=convening, **fields)


def ten_commit(convening, **more):  # noqa: F811
    """Ten people, so that what became of it may be told."""
    return [commit(somebody(f"one{n}"), convening, **more) for n in range(10)]


def say(row, word, **more):
    return say_what_became(by=row.person.user, commitment=row, person=row.person, word=word, **more)


def test_commitment_without_a_word_is_unanswered(convening):  # noqa: F811
    ten_commit(convening)
    found = kept_of(convening)
    assert (found.made, found.kept, found.unanswered, found.reached) == (10, 0, 10, 0)


def test_commitment_kept_in_the_word_of_a_witness(convening):  # noqa: F811
    witness = somebody("ben")
    for row in ten_commit(convening, witness=witness):
        say_what_became(by=witness.user, commitment=row, person=witness, word=Word.KEPT, reached=4)
    found = kept_of(convening)
    assert (found.kept, found.reached, found.unanswered) == (10, 40, 0)


def test_colleagues_stay_counted_when_the_witness_speaks_after_the_person(convening):  # noqa: F811
    witness = somebody("ben")
    for row in ten_commit(convening, witness=witness):
        say(row, Word.KEPT, reached=3)
        say_what_became(by=witness.user, commitment=row, person=witness, word=Word.KEPT)
    assert (kept_of(convening).kept, kept_of(convening).reached) == (10, 30)


@pytest.mark.django_db(transaction=True)
def test_word_said_in_two_windows_at_one_instant_is_one(convening):  # noqa: F811
    row = commit(somebody("ana"), convening)
    together = Barrier(2)

    def tell(word):
        try:
            together.wait(60)
            say(row, word)
        finally:
            connection.close()

    for _round in range(5):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(tell, (Word.KEPT, Word.DROPPED)))
        assert Said.objects.count() == 1
        Said.objects.all().delete()


def test_commitment_said_again_replaces_the_word(convening):  # noqa: F811
    for row in ten_commit(convening):
        say(row, Word.NOT_YET)
        say(row, Word.KEPT)
    assert (kept_of(convening).kept, kept_of(convening).words[Word.NOT_YET]) == (10, 0)


def test_what_became_of_commitments_of_fewer_than_ten_people_is_not_told(convening):  # noqa: F811
    ana = somebody("ana")
    for _n in range(10):  # ten commitments, one person
        say(commit(ana, convening), Word.KEPT)
    found = kept_of(convening)
    assert (found.made, found.hidden, found.kept, found.unanswered) == (10, True, None, None)


def test_a_small_number_is_not_told_nor_one_that_would_tell_it(convening):  # noqa: F811
    rows = [*ten_commit(convening), *(commit(somebody(f"two{n}"), convening) for n in range(3))]
    for row in rows[:10]:
        say(row, Word.KEPT)
    found = kept_of(convening)
    # 13 were made: 10 kept beside 13 would tell that of 3 nothing was said.
    assert (found.made, found.kept, found.unanswered, found.words[Word.DROPPED]) == (13, None, None, 0)


def test_commitment_in_the_word_of_somebody_else_is_refused(convening):  # noqa: F811
    row = commit(somebody("ana"), convening)
    lead = somebody("lead")
    with pytest.raises(NotTheirs):
        say_what_became(by=lead.user, commitment=row, person=lead, word=Word.KEPT)


def test_commitment_in_the_past_is_refused(convening):  # noqa: F811
    with pytest.raises(InThePast):
        commit(somebody("ana"), convening, due_on=today() - timedelta(days=1))


def test_person_and_witness_are_asked_once_the_day_after(convening, client, redding, school):  # noqa: F811
    ana = register_person(by=None, convening=convening, site=redding, entrant=entrant("ana", school))
    ben = register_person(by=None, convening=convening, site=redding, entrant=entrant("ben", school))
    seats = {"Table 1": [ana.pk, ben.pk]}
    seat_groups(by=None, convening=convening, kind=GroupKind.TABLE, session=None, site=redding, tables=seats)
    due = today() + timedelta(days=7)
    sent = {"kind": "try", "text": "One move", "due_on": due.isoformat(), "witness": ben.person_id}
    assert client.post(f"/r/{ana.secret}/commit/", sent).status_code == 302
    row = Commitment.objects.get()
    assert row.witness_id == ben.person_id
    assert ask_what_became() == 0
    with clock.at(now() + timedelta(days=8)):
        assert (ask_what_became(), ask_what_became()) == (1, 0)
        letters = Letter.objects.filter(kind="commitment").order_by("pk")
        assert [letter.to for letter in letters] == ["ana@example.org", "ben@example.org"]
        assert f"/r/{ana.secret}/said/?commitment={row.pk}" in letters[0].text
        client.force_login(User.objects.get(email="ben@example.org"))
        assert "Did Ana Example do it?" in client.get("/today/").content.decode()
        page = client.get(f"/commitments/{row.pk}/").content.decode()
        assert ("Ana Example" in page, "How many colleagues" in page) == (True, False)
        assert client.post(f"/commitments/{row.pk}/", {"word": "kept"}).status_code == 302
        assert "Did Ana Example do it?" not in client.get("/today/").content.decode()
    assert [said.word for said in row.said.all()] == [Word.KEPT]


def test_witness_says_so_by_the_link_in_the_letter_without_signing_in(convening, client, redding, school):  # noqa: F811
    ana, ben, cleo = (
        register_person(by=None, convening=convening, site=redding, entrant=entrant(name, school))
        for name in ("ana", "ben", "cleo")
    )
    row = commit(ana.person, convening, due_on=today(), witness=ben.person)
    with clock.at(now() + timedelta(days=1)):
        ask_what_became()
        link = f"/r/{ben.secret}/said/?commitment={row.pk}"
        assert link in Letter.objects.get(kind="commitment", to="ben@example.org").text
        page = client.get(link).content.decode()
        assert ("Ana Example" in page, "How many colleagues" in page) == (True, False)
        assert client.post(link, {"word": "kept"})["Location"] == f"/r/{ben.secret}/"
        assert client.get(f"/r/{cleo.secret}/said/?commitment={row.pk}").status_code == 404
    assert row.said.get().by_id == ben.person_id


def test_witness_without_a_registration_is_led_to_signing_in(convening):  # noqa: F811
    ana, ben = somebody("ana"), somebody("ben")
    row = commit(ana, convening, due_on=today(), witness=ben)
    with clock.at(now() + timedelta(days=1)):
        ask_what_became()
    assert f"/sign-in/?next=%2Fcommitments%2F{row.pk}%2F" in Letter.objects.get(to="ben@example.org").text


def test_whoever_has_said_it_is_not_asked(convening):  # noqa: F811
    ana = somebody("ana")
    row = commit(ana, convening)
    say_what_became(by=ana.user, commitment=row, person=ana, word=Word.KEPT)
    with clock.at(now() + timedelta(days=15)):
        ask_what_became()
    assert Letter.objects.filter(kind="commitment").count() == 0


def test_witness_is_somebody_whom_one_met(convening, client, redding, school):  # noqa: F811
    ana = register_person(by=None, convening=convening, site=redding, entrant=entrant("ana", school))
    sent = {"kind": "try", "text": "One move", "due_on": today().isoformat(), "witness": somebody("far").pk}
    assert client.post(f"/r/{ana.secret}/commit/", sent).status_code == 422
