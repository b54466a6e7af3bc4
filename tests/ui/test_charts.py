"""Charts: what is drawn, what the table says, and that nothing is drawn where nothing is known."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.template import engines
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from groundswell.ui import gallery_figures
from groundswell.ui.charts import (
    Bar,
    Branch,
    Caption,
    Change,
    DotRow,
    Figure,
    HeatCell,
    Link,
    Node,
    Series,
    StackedRow,
    bar_chart,
    cascade,
    dot_plot,
    heat_grid,
    line_chart,
    network,
    slope_chart,
    stacked_chart,
    unit_marks,
)
from groundswell.ui.charts.grids import shade, words_for_bounds
from groundswell.ui.charts.networks import ordered
from groundswell.ui.charts.svg import fit, nice_ticks, shown, spread, text_width, wrap

CAPTION = Caption("The sentence.")


def numbers(figure: Figure, css: str, attribute: str) -> list[float]:
    """The values of an attribute of all shapes of a class in the wide drawing."""
    wide = str(figure.picture).partition('class="narrow-only"')[0]
    shapes = re.findall(rf'<\w+ class="{re.escape(css)}"[^>]*>', wide)
    return [float(re.search(rf' {attribute}="([^"]+)"', shape)[1]) for shape in shapes]


def test_bars_are_as_long_as_their_values() -> None:
    figure = bar_chart([Bar("A", 40), Bar("B", 10), Bar("C", 0)], CAPTION)
    long, short, none = numbers(figure, "bar", "width")
    assert long == pytest.approx(4 * short, rel=0.01)
    assert none == 0


def test_bar_without_a_value_says_why_and_draws_nothing() -> None:
    figure = bar_chart([Bar("Lassen", 12), Bar("Alpine", None, "fewer than 10")], CAPTION, what="People", of="County")
    assert numbers(figure, "bar", "width")[1] == 0
    assert [list(row) for row in figure.table.rows] == [["Lassen", "12"], ["Alpine", "fewer than 10"]]
    assert [column.label for column in figure.table.columns] == ["County", "People"]


def test_bar_of_nothing_at_all_is_still_a_figure() -> None:
    assert list(bar_chart([], CAPTION).table.rows) == []


def test_number_in_the_table_opens_what_it_was_computed_from() -> None:
    figure = bar_chart([Bar("A", 1200, url="/rows/?a=1&b=2")], CAPTION)
    assert figure.table.rows[0][1] == '<a href="/rows/?a=1&amp;b=2">1,200</a>'


def test_words_of_people_are_escaped_in_the_drawing() -> None:
    assert "<script" not in bar_chart([Bar("<script>", 1)], CAPTION).picture


def test_stacked_parts_fill_the_whole_bar() -> None:
    figure = stacked_chart([StackedRow("A", (1, 1, 2))], ("never", "often", "always"), CAPTION)
    first, second, last = (numbers(figure, f"part k{n}", "width")[0] for n in (1, 3, 5))
    assert first == pytest.approx(second)
    assert last == pytest.approx(first * 2, rel=0.01)


def test_stacked_row_that_is_suppressed_shows_no_part_and_no_count() -> None:
    figure = stacked_chart([StackedRow("A", None, "fewer than 10 answers")], ("never", "often"), CAPTION)
    assert "part k" not in figure.picture
    assert list(figure.table.rows[0]) == ["A", "–", "–"]


def test_slope_counts_the_change_in_points() -> None:
    figure = slope_chart(
        [Change("up", 31, 72), Change("down", 50.4, 49.6), Change("same", 20, 20), Change("gone", 10, None)],
        CAPTION,
        before="before",
        after="after",
    )
    assert [list(row) for row in figure.table.rows] == [
        ["up", "31%", "72%", "+41"],
        ["down", "50%", "50%", "0"],
        ["same", "20%", "20%", "0"],
        ["gone", "10%", "–", "–"],
    ]


def test_line_breaks_where_nothing_is_known() -> None:
    figure = line_chart([Series("A", (1, None, 3, 4))], ("a", "b", "c", "d"), CAPTION)
    d = re.search(r'<path class="line" d="([^"]+)"', figure.picture)[1]
    assert d.count("M") == 2
    assert list(figure.table.rows[1]) == ["b", "–"]


def test_dot_plot_leaves_out_what_is_not_known() -> None:
    figure = dot_plot([DotRow("A", (1, None)), DotRow("B", (2, 3))], ("x", "y"), CAPTION)
    assert len(numbers(figure, "dot key", "cx")) == 2
    assert len(numbers(figure, "ring ink", "cx")) == 1


def test_heat_grid_says_in_words_what_it_shades() -> None:
    figure = heat_grid({"Lassen": [HeatCell("12", 3), HeatCell("–")]}, ("K–2", "3–5"), CAPTION)
    assert '<td class="k3" data-label="K–2">12</td><td class="k0" data-label="3–5">–</td>' in figure.picture


def test_unit_marks_draw_one_mark_a_person() -> None:
    drawn = unit_marks([("math", 3), ("science", 2), ("both", 1)], label="six people")
    counts = [len(re.findall("M", re.search(rf'class="{css}" d="([^"]+)"', drawn)[1])) for css in ("sq", "ci", "bo")]
    assert counts == [3, 2, 1]
    assert 'aria-label="six people"' in drawn


def test_cascade_counts_what_came_through_each_branch() -> None:
    root = Branch("A", (Branch("B", (), (("math", 2),)), Branch("C", (Branch("D", (), (("both", 1),)),))))
    figure = cascade(root, CAPTION)
    assert [list(row) for row in figure.table.rows] == [["A", "–", 3], ["B", "A", 2], ["C", "A", 1], ["D", "C", 1]]
    assert numbers(figure, "leaf sq", "x") == [610.0, 610.0]


def test_network_order_brings_neighbors_together() -> None:
    nodes = [Node(name, name) for name in "abcdef"]
    links = [Link("a", "d"), Link("d", "b"), Link("b", "e")]
    spots = {node.id: i for i, node in enumerate(ordered(nodes, links))}
    steps = [min((spots[k.a] - spots[k.b]) % 6, (spots[k.b] - spots[k.a]) % 6) for k in links]
    assert sum(steps) < 3 + 2 + 3


def test_network_table_names_both_ends_heaviest_first() -> None:
    nodes = [Node("1", "Lassen"), Node("2", "Modoc"), Node("3", "Butte")]
    figure = network(nodes, [Link("1", "2", 3), Link("1", "3", 7, new=True)], CAPTION)
    assert [list(row) for row in figure.table.rows] == [["Lassen", "Butte", "7", "new"], ["Lassen", "Modoc", "3", ""]]


@pytest.mark.parametrize(("value", "step"), [(None, 0), (0, 1), (4.9, 1), (5, 2), (19, 3), (20, 4), (99, 4)])
def test_shade_of_a_value(value: float | None, step: int) -> None:
    assert shade(value, (5, 10, 20)) == step


def test_legend_in_words() -> None:
    assert words_for_bounds((5, 10, 20), "%") == ["under 5%", "5% to 10%", "10% to 20%", "20% or more"]


@pytest.mark.parametrize(
    ("top", "ticks"), [(35, [0, 10, 20, 30, 40]), (4, [0, 1, 2, 3, 4]), (0, [0, 1]), (7, [0, 2, 4, 6, 8])]
)
def test_ticks_are_round_and_reach_the_top(top: float, ticks: list[float]) -> None:
    assert nice_ticks(top) == ticks


@given(st.floats(min_value=0.001, max_value=1e7))
def test_ticks_always_reach_the_top(top: float) -> None:
    ticks = nice_ticks(top)
    assert ticks[-1] >= top * 0.998
    assert 2 <= len(ticks) <= 6


@given(st.lists(st.floats(min_value=0, max_value=200), max_size=10))
def test_labels_are_spread_apart(wanted: list[float]) -> None:
    placed = sorted(spread(wanted, 17, 0, 200))
    assert all(b - a >= 16.999 for a, b in pairwise(placed))


def test_words_that_do_not_fit_are_cut() -> None:
    cut = fit("a very long statement about talk", 80)
    assert cut.endswith("…")
    assert text_width(cut) <= 80
    assert len(wrap("a very long statement about talk in every classroom of the county", 120)) == 2


@pytest.mark.parametrize(("value", "words"), [(1234, "1,234"), (2.25, "2.2"), (None, "–"), (0, "0")])
def test_numbers_as_people_read_them(value: float | None, words: str) -> None:
    assert shown(value) == words


@pytest.mark.parametrize(
    "figure", [*gallery_figures.charts(), *gallery_figures.maps()], ids=lambda figure: figure.caption.sentence[:24]
)
def test_every_figure_is_well_formed_and_without_inline_style(figure: Figure) -> None:
    html = engines["django"].from_string("{% figure f %}").render({"f": figure}, RequestFactory().get("/"))
    svg = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    for drawing in svg:
        ET.fromstring(drawing)  # raises when it is not well formed
    assert "style=" not in html
    assert html.index("<figcaption>") < html.index("<details>")
    assert html.count("<table") >= 1
