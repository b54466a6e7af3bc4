"""Components by what a page shows."""

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory

from groundswell.ui.components.attributes import attributes
from groundswell.ui.components.labels import initials
from groundswell.ui.components.tables import Column, Table
from groundswell.ui.widgets import ScaleGridField


def render(source: str, path: str = "/here/", **context: object) -> str:
    return engines["django"].from_string(source).render(context, RequestFactory().get(path))


def test_attributes_leave_out_what_is_not_set() -> None:
    assert attributes({"data_kind": "quiet", "open": True, "id": None, "disabled": False, "class": "", "max": 0}) == (
        ' data-kind="quiet" open max="0"'
    )


@pytest.mark.parametrize(
    ("name", "letters"), [("Dr. Naomi Ferreira", "NF"), ("June", "J"), ("Ruth Ann Pell", "RP"), ("", "")]
)
def test_initials_of_a_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_button_with_an_address_is_a_link() -> None:
    assert render('{% button "Find" "/find/" kind="quiet" %}') == (
        '<a class="button" href="/find/" data-kind="quiet">Find</a>'
    )


def test_button_without_an_address_submits_and_escapes() -> None:
    assert render("{% button label %}", label="<b>") == '<button class="button" type="submit">&lt;b&gt;</button>'


def test_tab_of_the_page_is_current() -> None:
    assert render('{% tab "Teams" "/here/?x=1" count=3 %}') == (
        '<li><a href="/here/?x=1" aria-current="page">Teams <b>3</b></a></li>'
    )


def test_page_head_shows_its_aside_once() -> None:
    html = render(
        '{% page_head "A" %}{% aside %}<i>map</i>{% endaside %}{% endpage_head %}{% page_head "B" %}{% endpage_head %}'
    )
    assert html.count("<i>map</i>") == 1
    assert html.count("page-head pair") == 1


class Registration(forms.Form):
    name = forms.CharField(max_length=40, help_text="As on the badge")
    role = forms.ChoiceField(choices=[("t", "Teacher"), ("c", "Coach")], widget=forms.RadioSelect)
    talk = ScaleGridField(rows=[("a", "I wait"), ("b", "They answer")], columns=[("1", "never"), ("2", "often")])


def test_form_with_errors_leads_to_each_field_and_keeps_the_client_id() -> None:
    form = Registration({"name": "", "role": "t", "talk_a": "1", "client_id": "first-try"})
    html = render('{% form form "Send" %}{% endform %}', form=form)
    assert 'name="client_id" value="first-try"' in html
    assert '<li><a href="#id_name">Fill in “Name”.</a></li>' in html
    assert '<li><a href="#id_talk">Talk</a> Choose one for each line. Still open: They answer.</li>' in html
    assert 'href="#id_role"' not in html
    assert html.count('id="id_talk"') == 1
    assert html.count('id="id_role"') == 1


def test_fresh_form_has_a_new_client_id_each_time() -> None:
    pages = [render('{% form form "Send" %}{% endform %}', form=Registration()) for _ in range(2)]
    ids = {page.partition('name="client_id" value="')[2].partition('"')[0] for page in pages}
    assert len(ids) == 2


def test_scale_grid_takes_an_answer_a_line() -> None:
    form = Registration({"name": "June", "role": "t", "talk_a": "1", "talk_b": "2"})
    assert form.is_valid()
    assert form.cleaned_data["talk"] == {"a": "1", "b": "2"}


def test_scale_grid_refuses_a_degree_that_is_not_offered() -> None:
    form = Registration({"name": "June", "role": "t", "talk_a": "1", "talk_b": "9"})
    assert form.errors["talk"] == ["That is not one of the choices."]


def test_table_sorts_by_its_headings_and_keeps_the_query() -> None:
    table = Table("Sites", [Column("Site", sort="site"), Column("People", number=True)], [["Quincy", 10]], sort="site")
    html = render("{% table table %}", path="/sites/?region=2&page=3", table=table)
    assert '<th scope="col" aria-sort="ascending"><a href="?region=2&amp;sort=-site">Site</a></th>' in html
    assert '<th scope="row">Quincy</th><td class="number" data-label="People">10</td>' in html


def test_table_without_rows_says_so() -> None:
    table = Table("Sites", [Column("Site"), Column("People")], [], empty="No site yet.")
    assert '<td colspan="2">No site yet.</td>' in render("{% table table %}", table=table)


def test_standard_chip_opens_its_statement() -> None:
    html = render('{% standard_chip "MP.4" "Model with mathematics." subject="math" about="Practice" %}')
    assert 'popovertarget="std-mp-4"' in html
    assert '<span class="pop" popover id="std-mp-4"' in html
    assert "Math · Practice" in html
