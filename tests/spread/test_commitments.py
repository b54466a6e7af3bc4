"""A commitment is kept only when the person or a witness says so; silence stays silence."""

from datetime import timedelta

import pytest

from groundswell.core.clock import today
from groundswell.people.services.people import provide_person
from groundswell.spread.choices import CommitmentKind, Word
from groundswell.spread.selectors import kept_of
from groundswell.spread.services.commitments import InThePast, NotTheirs, make_commitment, say_what_became
from tests.convenings.conftest import collaborative, convening, counties  # noqa: F401 - fixtures

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
