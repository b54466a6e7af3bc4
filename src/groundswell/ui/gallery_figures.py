"""The gallery's figures: real places, invented numbers."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

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
)
from groundswell.ui.maps import Arc, Area, MapPoint, county_map
from groundswell.ui.maps.projection import Outline

# The outlines of nine counties, to two decimals: the gallery must not need the facts of `places`, which lies above it.
_OUTLINES = Path(__file__).with_name("nine_counties.json")
_SHARES = {"Siskiyou": (3, "9%"), "Modoc": (5, "32%"), "Shasta": (2, "4%"), "Lassen": (5, "31%"), "Tehama": (3, "7%")}
_SHARES |= {"Plumas": (4, "14%"), "Butte": (2, "3%"), "Glenn": (3, "8%")}


@cache
def nine_counties() -> Mapping[str, Outline]:
    raw = json.loads(_OUTLINES.read_text(encoding="utf-8"))
    return {name: tuple(tuple((x, y) for x, y in ring) for ring in rings) for name, rings in raw.items()}


def maps() -> list[Figure]:
    outlines = nine_counties()
    areas = {name: Area(name, *_SHARES.get(name, (0, "")), planning=name == "Trinity") for name in outlines}
    steps = ["", "under 5%", "5% to 9%", "10% to 19%", "20% or more"]
    shares = Caption(
        "Modoc and Lassen brought almost a third of their math and science teachers.",
        "Share of each county’s teachers of math or science, K–12.",
        measured=True,
    )
    plain = {name: Area(name, 2, planning=name == "Trinity") for name in outlines}
    sites = [
        MapPoint(-122.4, 40.6, "Redding", "1", "27"),
        MapPoint(-120.65, 40.42, "Susanville", "2", "38"),
        MapPoint(-121.55, 39.5, "Oroville", "3", "26"),
        MapPoint(-123.1, 40.7, "Weaverville", planning=True),
    ]
    joined = Caption("Three sites joined by video; Trinity plans and receives the materials.")
    return [
        county_map(outlines, areas, shares, steps=steps, what="Share who came"),
        county_map(outlines, plain, joined, points=sites, arcs=[Arc(0, 1), Arc(0, 2)], what="People", names=False),
    ]


def charts() -> list[Figure]:
    """One of each kind, in the order of the gallery."""
    return [*_amounts(), *_changes(), *_structures()]


def _amounts() -> list[Figure]:
    return [
        bar_chart(
            [
                Bar("Susanville", 160, "160 h", key=True),
                Bar("Oroville", 82, "82 h"),
                Bar("Alturas", 59, "59 h", url="#rows"),
                Bar("Willows", None, "fewer than 10 people"),
            ],
            Caption("Susanville alone saved 160 of the 441 hours on the road.", csv_url="#csv", measured=True),
            what="Hours saved",
            of="Site",
        ),
        stacked_chart(
            [
                StackedRow("I plan who will talk with whom", (12, 30, 51, 25)),
                StackedRow("I wait at least five seconds", (4, 33, 60, 21)),
                StackedRow("Students answer each other", None, "fewer than 10 answers, not shown"),
            ],
            ("never", "sometimes", "often", "always"),
            Caption("Two thirds plan who will talk with whom.", "118 people, five weeks after.", measured=False),
        ),
        heat_grid(
            {
                "Lassen": [HeatCell("12", 3), HeatCell("31", 5), HeatCell("4", 1)],
                "Modoc": [HeatCell("7", 2), HeatCell("–"), HeatCell("19", 4, "#rows")],
            },
            ("Grades K–2", "Grades 3–5", "Grades 6–8"),
            Caption("Grades 3 to 5 in Lassen came most."),
            of="County",
            keys=("under 5", "5 to 9", "10 to 14", "15 to 24", "25 or more"),
        ),
    ]


def _changes() -> list[Figure]:
    return [
        slope_chart(
            [
                Change("I plan who will talk with whom", 31, 72, key=True),
                Change("I wait at least five seconds", 44, 69),
                Change("Students answer each other", 27, 49),
                Change("I use talk in science as in math", 52, 71),
                Change("I know whom to call in another county", 18, 66, key=True),
            ],
            Caption("Knowing whom to call elsewhere rose most.", "“Often” or “always”, the same 118 people."),
            before="before, Jan 2027",
            after="after, Mar 2027",
        ),
        line_chart(
            [
                Series("Math classes", (2, 6, 9, 15, 21), tone="math"),
                Series("Science classes", (1, 3, None, 11, 14), tone="science"),
                Series("All classes", (3, 9, 16, 26, 35), key=True),
            ],
            ("Feb", "Mar", "Apr", "May", "Jun"),
            Caption("In five months one routine reached 35 classes."),
        ),
        dot_plot(
            [DotRow("Rural", (12, 18, 31)), DotRow("Suburban", (20, None, 26)), DotRow("Urban", (22, 23, 24))],
            ("2025", "2026", "2027"),
            Caption("Rural schools came from furthest behind and are now ahead."),
        ),
    ]


def _structures() -> list[Figure]:
    susanville = Branch("Susanville", (), (("math", 2), ("science", 3)), "5 classes")
    herlong = Branch("Herlong", (), (("both", 1),), "1 class")
    redding = Branch("Redding", (), (("math", 3), ("science", 1)), "4 classes")
    tree = Branch("“Draw it”", (Branch("Shasta", (redding,)), Branch("Lassen", (susanville, herlong))), note="Feb 9")
    counties = [Node(name, name, 10 + i, key=name == "Lassen") for i, name in enumerate(nine_counties())]
    known = [
        ("Shasta", "Siskiyou"),
        ("Shasta", "Tehama"),
        ("Butte", "Glenn"),
        ("Lassen", "Modoc"),
        ("Lassen", "Plumas"),
    ]
    fresh = [
        ("Lassen", "Butte"),
        ("Lassen", "Siskiyou"),
        ("Modoc", "Siskiyou"),
        ("Plumas", "Butte"),
        ("Trinity", "Lassen"),
    ]
    return [
        cascade(tree, Caption("One talk routine reached ten classes in two counties."), what="Classes"),
        network(
            counties,
            [Link(a, b, 3) for a, b in known] + [Link(a, b, 1 + i, new=True) for i, (a, b) in enumerate(fresh)],
            Caption("Lassen gained three counties whom it did not know before.", measured=True),
            ties="Pairs of people",
        ),
    ]
