"""Rows inserted without instances are the same rows."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from groundswell.core import inserts
from groundswell.core.inserts import insert_all, insert_rows
from groundswell.core.models import Draft, Submission

pytestmark = pytest.mark.django_db


def test_rows_take_given_values_and_defaults():
    insert_rows(Draft, [{"owner": "u1", "form": "need", "fields": {"text": "Más"}}, {"owner": "u2", "form": "need"}])
    rows = list(Draft.objects.order_by("owner").values_list("owner", "form", "thing", "version", "fields"))
    assert rows == [("u1", "need", "", 1, {"text": "Más"}), ("u2", "need", "", 1, {})]


def test_nothing_to_insert_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Draft, [])


def test_instances_get_the_numbers_of_their_rows(monkeypatch):
    monkeypatch.setattr(inserts, "WITH_NUMBERS", 2)
    drafts = [Draft(owner=f"u{number}", form="need", fields={"text": f"“{number}”"}) for number in range(5)]
    insert_all(drafts)
    assert [Draft.objects.get(pk=draft.pk).fields for draft in drafts] == [draft.fields for draft in drafts]
    drafts[0].form = "vision"
    drafts[0].save()
    assert Draft.objects.count() == 5


def test_rows_that_are_there_already_are_left_out():
    first, second = (uuid.UUID(int=number) for number in (1, 2))
    insert_all([Submission(key="a", token=first)], ignore=True)
    insert_all([Submission(key=key, token=second) for key in "ab"], ignore=True)
    insert_rows(Submission, [{"key": "b", "token": first}, {"key": "c", "token": first}], ignore=True)
    assert dict(Submission.objects.values_list("key", "token")) == {"a": first, "b": second, "c": first}
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([Submission(key="a", token=second)])


def test_no_instances_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_all([])
