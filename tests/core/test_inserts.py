"""Rows inserted without instances are the same rows."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from groundswell.core import inserts
from groundswell.core.inserts import insert_all, insert_new, insert_others, insert_rows
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


def test_rows_that_are_there_already_are_left_out_and_the_new_ones_are_told(monkeypatch):
    monkeypatch.setattr(inserts, "WITH_NUMBERS", 2)
    first, second = (uuid.UUID(int=number) for number in (1, 2))
    assert [row.key for row in insert_new([Submission(key="b", token=first)], by="key")] == ["b"]
    new = insert_new([Submission(key=key, token=second) for key in "abcde"], by="key")
    assert [row.key for row in new] == ["a", "c", "d", "e"]
    assert [Submission.objects.get(pk=row.pk).key for row in new] == ["a", "c", "d", "e"]
    insert_others([Submission(key=key, token=second) for key in "bfg"])
    kept = dict(Submission.objects.values_list("key", "token"))
    assert kept == {"b": first, **dict.fromkeys("acdefg", second)}
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([Submission(key="a", token=second)])


def test_no_instances_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_all([])
        insert_others([])
        assert insert_new([], by="key") == []
