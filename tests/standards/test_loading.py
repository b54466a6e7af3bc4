import pytest

from groundswell.intake.choices import Outcome
from groundswell.standards.formats.statements import read_row
from groundswell.standards.models import Item, ItemLink
from groundswell.standards.selectors import connections_of, items_in_text, search_items
from groundswell.standards.services.load import bring_in_statements, load_standards

pytestmark = pytest.mark.django_db


def bring_in(rows: list[tuple[str, str]]) -> list[str]:
    """As a file would: code and text, however they are written."""
    records = [read_row(n, {"code": code, "text": text}).record for n, (code, text) in enumerate(rows)]
    done = bring_in_statements(by=None, records=[one for one in records if one is not None], dry_run=False)
    return [one.outcome for one in done]


def test_loading_twice_changes_nothing() -> None:
    first = load_standards()
    bring_in([("5.NF.3", "Our own words about sharing.")])
    again = load_standards()
    assert first == again == (1059, 2804)
    assert (Item.objects.count(), ItemLink.objects.count()) == (1059, 2804)
    assert Item.objects.get(code="5.NF.B.3").statement == "Our own words about sharing."


def test_structure_leads_from_part_to_domain() -> None:
    load_standards()
    item = Item.objects.select_related("parent__parent__parent").get(code="6.RP.A.3a")
    above = [item.parent.code, item.parent.parent.code, item.parent.parent.parent.code]  # type: ignore[union-attr]
    assert above == ["6.RP.A.3", "6.RP.A", "6.RP"]
    assert Item.objects.get(code="K-2-ETS1-1").grades == "K–2"


def test_unresolved_connection_stays_as_printed() -> None:
    load_standards()
    groups = connections_of(Item.objects.get(code="MS-ETS1-1"))
    math = next(group for group in groups if group.title == "connects to math")
    assert [item.code for item, _said in math.items] == ["MP2", "7.EE.B.3"]
    assert math.as_printed == ["7.EE.3"]


def test_connections_are_seen_from_both_sides() -> None:
    load_standards()
    groups = {str(g.title): [i.code for i, _said in g.items] for g in connections_of(Item.objects.get(code="K.MD.A.1"))}
    assert groups["science that connects here"] == ["K-PS2-1", "K-ESS2-1"]


def test_statements_come_by_any_spelling_and_strangers_are_named() -> None:
    load_standards()
    assert bring_in([("5.ps1.1", " A  text. "), ("CCSS.MATH.CONTENT.5.NF.B.3", "Ours.")]) == [Outcome.CREATED] * 2
    assert bring_in([("5-PS1-1", "A text."), ("5nf3", "Ours, corrected.")]) == [Outcome.UNCHANGED, Outcome.CHANGED]
    assert Item.objects.get(code="5-PS1-1").statement == "A text."
    strange = [
        read_row(1, {"code": code, "text": text}).problems[0] for code, text in (("5-PS9-9", "x"), ("5-PS1-2", ""))
    ]
    assert [(problem.field, problem.value) for problem in strange] == [("code", "5-PS9-9"), ("text", "")]


def test_search_puts_the_code_first_then_what_lies_in_it() -> None:
    load_standards()
    assert [item.code for item in search_items("5nfb", limit=6)] == [
        "5.NF.B", "5.NF.B.3", "5.NF.B.4", "5.NF.B.4a", "5.NF.B.4b", "5.NF.B.5",
    ]  # fmt: skip
    assert [item.code for item in search_items("crosscutting")] == []
    assert [item.code for item in search_items("Natural Hazards")] == ["ESS3.B"]
    assert search_items("  ") == []
    assert [item.code for item in items_in_text("MP4 with 5-PS1-1 and MP4")] == ["MP4", "5-PS1-1"]


def test_pages_are_open_to_anyone(client, django_assert_max_num_queries) -> None:
    load_standards()
    assert client.get("/standards/").status_code == 200
    with django_assert_max_num_queries(8):
        page = client.get("/standards/MS-ETS1-1/")
    assert "7.EE.3" in page.content.decode()
    assert client.get("/standards/NOPE/").status_code == 404
    assert client.get("/standards/suggest/?q=5nfb3").json()["options"][0]["value"] == "5.NF.B.3"
    assert "5.NF.B.3" in client.get("/standards/?q=5nfb3").content.decode()
