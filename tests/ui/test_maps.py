"""Maps on outlines of our own: a square of four counties, each one degree wide."""

import re

from groundswell.ui.charts import Caption
from groundswell.ui.maps import Arc, Area, MapPoint, county_map, locator_map
from groundswell.ui.maps.frames import way_to_a_free_place
from groundswell.ui.maps.printed import draw_county_map
from groundswell.ui.maps.projection import Outline, borders, center_of, project
from groundswell.ui.pdf import open_pdf

CAPTION = Caption("Where they came from.")


def box(west: float, south: float) -> Outline:
    return (((west, south), (west, south + 1), (west + 1, south + 1), (west + 1, south)),)


SQUARE = {"nw": box(-122, 40), "ne": box(-121, 40), "sw": box(-122, 39), "se": box(-121, 39)}


def test_projection_keeps_areas() -> None:
    # One degree square at 34° and at 41°: on a sphere their areas differ by the difference of the sines.
    def area(south: float) -> float:
        steps = [i / 50 for i in range(51)]
        edge = [(-120.5 + t, south) for t in steps] + [(-119.5, south + t) for t in steps]
        edge += [(-119.5 - t, south + 1) for t in steps] + [(-120.5, south + 1 - t) for t in steps]
        points = [project(*spot) for spot in edge]
        pairs = zip(points, points[1:] + points[:1], strict=True)
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2

    assert abs(area(34) / area(41) - 0.012274 / 0.011127) < 0.01


def test_north_is_up_and_east_is_right() -> None:
    (x1, y1), (x2, y2) = project(-122, 41), project(-119, 34)
    assert x1 < x2
    assert y1 < y2


def test_borders_tell_the_edge_from_what_lies_inside() -> None:
    outer, inner = borders(list(SQUARE.values()))
    assert len(outer) == 1
    assert len(outer[0]) == 9  # eight edges, closed
    assert sum(len(run) - 1 for run in inner) == 4


def test_name_stands_inside_a_bent_county() -> None:
    boomerang = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (9.0, 10.0), (9.0, 1.0), (0.0, 1.0)]
    x, y = center_of(boomerang)
    assert (0 < y < 1) or (9 < x < 10)


def test_map_shades_counties_and_lists_their_values() -> None:
    areas = {
        "nw": Area("Siskiyou", 2, "9%"),
        "ne": Area("Modoc", 5, "32%", url="/modoc/"),
        "sw": Area("Trinity", planning=True),
    }
    figure = county_map(SQUARE, areas, CAPTION, steps=["", "under 10%", "", "", "20% or more"], what="Share")
    assert figure.picture.count('class="land k2"') == 1
    assert figure.picture.count('class="land none planning"') == 1
    assert figure.picture.count('class="land none"') == 1  # the fourth county is on the map and takes no part
    assert [list(row) for row in figure.table.rows] == [
        ["Siskiyou", "9%"],
        ["Modoc", '<a href="/modoc/">32%</a>'],
        ["Trinity", "plans with us"],
    ]
    assert re.findall(r"</svg>([^<]+)<", figure.legend) == ["under 10%", "20% or more", "plans with us"]


def test_links_of_counties_lie_clear_above_all_counties_so_that_no_neighbor_covers_the_ring() -> None:
    picture = county_map(SQUARE, {"nw": Area("Siskiyou", 1, url="/s/"), "ne": Area("Modoc", 2)}, CAPTION).picture
    link = '<a href="/s/"><path class="reach"'
    assert (picture.count(link), picture.count("<title>Siskiyou</title>")) == (1, 1)
    assert picture.index(link) > max(picture.rindex('class="land'), picture.rindex('class="edge'))
    assert re.search(r'class="reach" d="([^"]+)"', picture)[1] == re.search(r'class="land k1" d="([^"]+)"', picture)[1]


def test_zoom_shows_only_the_counties_asked_for() -> None:
    figure = county_map(SQUARE, {"nw": Area("Siskiyou", 1)}, CAPTION, zoom=["nw", "sw"])
    assert figure.picture.count('<path class="land') == 2


def test_points_lie_in_their_county_and_arcs_join_them() -> None:
    points = [MapPoint(-121.5, 40.5, "Redding", "1", "27"), MapPoint(-120.5, 39.5, "Quincy", planning=True)]
    figure = county_map(SQUARE, {}, CAPTION, points=points, arcs=[Arc(0, 1)])
    hub = re.search(r'<circle class="hub" cx="([\d.]+)" cy="([\d.]+)"', figure.picture)
    width, height = (float(n) for n in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', figure.picture).groups())
    assert 0.2 < float(hub[1]) / width < 0.3
    assert 0.2 < float(hub[2]) / height < 0.3
    assert figure.picture.count("link-line") == 1
    assert [list(row) for row in figure.table.rows] == [["1 Redding", "27"], ["Quincy", "plans with us"]]


def test_map_with_links_is_not_one_dumb_picture() -> None:
    plain = county_map(SQUARE, {"nw": Area("Siskiyou", 1)}, CAPTION).picture
    linked = county_map(SQUARE, {"nw": Area("Siskiyou", 1, url="/s/")}, CAPTION).picture
    assert 'role="img"' in plain
    assert 'role="group"' in linked


def test_locator_fills_its_counties_on_the_outline_of_all() -> None:
    html = locator_map(SQUARE, ["se"], "Lassen")
    assert html.count("M") == 2
    assert html.endswith("Lassen")


def test_words_move_past_what_stands_in_their_place() -> None:
    taken = [(0.0, 0.0, 10.0, 10.0)]
    assert way_to_a_free_place((20, 0, 30, 5), taken, 4) == 0
    assert way_to_a_free_place((2, 5, 8, 12), taken, 4) == 6.4  # the shortest of the steps that is enough
    assert way_to_a_free_place((2, 5, 8, 12), [(0.0, -99.0, 10.0, 99.0)], 4) == 0  # nowhere is free


def test_printed_name_lies_on_no_site(monkeypatch) -> None:
    pdf = open_pdf(title="Map", language="en")
    pdf.add_page()
    words: list[tuple[float, float]] = []
    discs: list[tuple[float, float]] = []
    monkeypatch.setattr(pdf, "cell", lambda _wide, high, _text, align: words.append((pdf.get_y(), pdf.get_y() + high)))
    monkeypatch.setattr(pdf, "ellipse", lambda _x, y, _w, h, style: discs.append((y, y + h)))
    site = MapPoint(-121.5, 40.385, "Where the name would stand")
    draw_county_map(pdf, SQUARE, {"nw": Area("Siskiyou", 2, "25")}, [site], x=0, y=0, width=50)
    (top, bottom), (name, value) = discs[0], words
    assert value[1] <= top or name[0] >= bottom
