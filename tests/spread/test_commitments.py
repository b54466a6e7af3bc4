"""A commitment is kept only when the person or a witness says so; silence stays silence."""

from datetime import timedelta

import pytest

from groundswell.accounts.models import User
from groundswell.activity.models import Letter
from groundswell.convenings.choices import GroupKind
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.core.clock import now, today
from groundswell.people.services.people import provide_person
from groundswell.spread.choices import CommitmentKind, Word
from groundswell.spread.models import Commitment
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


def test_commitment_without_a_word_is_unanswered(convening):  # noqa: F811
    commit(somebody("ana"), convening)
    found = kept_of(convening)
    assert (found.made, found.kept, found.unanswered) == (1, 0, 1)


def test_commitment_kept_in_the_word_of_a_witness(convening):  # noqa: F811
    witness = somebody("ben")
    row = commit(somebody("ana"), convening, witness=witness)
    say_what_became(by=witness.user, commitment=row, person=witness, word=Word.KEPT, reached=4)
    found = kept_of(convening)
    assert (found.kept, found.reached, found.unanswered) == (1, 4, 0)


def test_commitment_said_again_replaces_the_word(convening):  # noqa: F811
    ana = somebody("ana")
    row = commit(ana, convening)
    say_what_became(by=ana.user, commitment=row, person=ana, word=Word.NOT_YET)
    say_what_became(by=ana.user, commitment=row, person=ana, word=Word.KEPT)
    assert (kept_of(convening).kept, kept_of(convening).not_yet) == (1, 0)


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
        assert "Did they do it?" in client.get("/today/").content.decode()
        page = client.get(f"/commitments/{row.pk}/").content.decode()
        assert ("Ana Example" in page, "How many colleagues" in page) == (True, False)
        assert client.post(f"/commitments/{row.pk}/", {"word": "kept"}).status_code == 302
        assert "Did they do it?" not in client.get("/today/").content.decode()
    assert kept_of(convening).kept == 1


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
