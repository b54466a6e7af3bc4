"""Rows inserted without instances are the same rows."""

import pytest

from groundswell.core.inserts import insert_rows
from groundswell.core.models import Draft

pytestmark = pytest.mark.django_db


def test_rows_take_given_values_and_defaults():
    insert_rows(Draft, [{"owner": "u1", "form": "need", "fields": {"text": "Más"}}, {"owner": "u2", "form": "need"}])
    rows = list(Draft.objects.order_by("owner").values_list("owner", "form", "thing", "version", "fields"))
    assert rows == [("u1", "need", "", 1, {"text": "Más"}), ("u2", "need", "", 1, {})]


def test_nothing_to_insert_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Draft, [])
