"""Whoever adds a column that points at somebody says in which chapter of "my data" it is told, or here why it is not."""

from django.apps import apps

from groundswell.accounts.models import User
from groundswell.core.references import references_to
from groundswell.people.models import Person
from groundswell.people.registry.holdings import holdings

# Who did something to a thing or to somebody else: told by the record ("What you did"), where the row of it says so.
BY_THE_RECORD = {
    "access.Grant.given_by",
    "convenings.Attendance.by",
    "convenings.GiftGiven.by",
    "convenings.Room.by",
    "convenings.Seating.by",
    "convenings.WallNote.hidden_by",
    "people.Listed.by",
    "people.Merge.by",
}
# What somebody else said: that they hope to work with the person. It is theirs, and goes when the person leaves.
OF_OTHERS = {"instruments.Answer.picked"}
# Columns of an owner's key (core.visitors) or of an id, which no foreign key shows.
BY_KEY = {"core.Draft.owner", "convenings.Question.owner", "convenings.QuestionVote.owner", "convenings.WallNote.owner"}
# Gone after a day, kept as a digest, or a number of the machine.
SHORT_LIVED = {"accounts.SentCode.email"}


def told() -> set[str]:
    return {label for holding in holdings() for label in holding.tells}


def test_every_column_that_points_at_somebody_is_told_or_has_its_reason():
    pointing = {one.label for target in (User, Person) for one in references_to(target)}
    assert pointing - told() - BY_THE_RECORD - OF_OTHERS == set()


def test_no_chapter_tells_a_column_that_is_gone():
    pointing = {one.label for target in (User, Person) for one in references_to(target)}
    assert told() - pointing - BY_KEY == set()


def test_every_column_of_an_owner_key_is_known():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("groundswell.")
        for field in model._meta.concrete_fields
        if field.name in {"owner", "email"} and not field.is_relation and model is not User
    }
    assert found == BY_KEY | SHORT_LIVED
