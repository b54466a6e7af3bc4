"""Who is connected with whom: places or people around a circle, ties as chords, thicker where there are more."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from groundswell.ui.charts.figure import Caption, Figure, Key, legend
from groundswell.ui.charts.svg import NARROW, WIDE, both_widths, circle, drawing, fit, n, shown, text
from groundswell.ui.components.tables import Column, Table


@dataclass(frozen=True, slots=True)
class Node:
    """`weight` sets the disc's size (people, say); `key` is what the sentence names."""

    id: str
    label: str
    weight: float = 1
    key: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two nodes; `new` ones are the change the figure is about and are drawn in poppy."""

    a: str
    b: str
    weight: float = 1
    new: bool = False


def ordered(nodes: Sequence[Node], links: Sequence[Link]) -> list[Node]:
    """An order around the circle in which chords cross less: each node moves to the middle of its neighbors, a few times."""
    neighbors: dict[str, list[str]] = {node.id: [] for node in nodes}
    for link in links:
        neighbors[link.a].append(link.b)
        neighbors[link.b].append(link.a)
    order = list(nodes)
    best, fewest = order, _length(order, links)
    for _round in range(8):
        spot = {node.id: i for i, node in enumerate(order)}

        def middle(node: Node, spot: dict[str, int] = spot) -> float:
            around = neighbors[node.id]
            return (spot[node.id] + sum(spot[other] for other in around)) / (1 + len(around))

        order = sorted(order, key=lambda node: (middle(node), node.id))
        length = _length(order, links)
        if length < fewest:
            best, fewest = order, length
    return best


def _length(order: Sequence[Node], links: Sequence[Link]) -> int:
    spot = {node.id: i for i, node in enumerate(order)}
    size = len(order)
    return sum(min((spot[k.a] - spot[k.b]) % size, (spot[k.b] - spot[k.a]) % size) for k in links)


def _draw(order: Sequence[Node], links: Sequence[Link], width: float, caption: Caption, *, numbers: bool) -> SafeString:
    radius = width * (0.3 if not numbers else 0.4)
    margin = 30.0
    cx, cy = width / 2, radius + margin
    angle = {node.id: 2 * pi * i / len(order) - pi / 2 for i, node in enumerate(order)}
    spot = {key: (cx + radius * cos(turn), cy + radius * sin(turn)) for key, turn in angle.items()}
    heaviest = max((link.weight for link in links), default=1) or 1
    biggest = max((node.weight for node in order), default=1) or 1
    parts = []
    for link in sorted(links, key=lambda link: (link.new, link.weight)):
        (x1, y1), (x2, y2) = spot[link.a], spot[link.b]
        # Chords bend towards the center, so that those of neighbors stay near the rim.
        bend = 0.1 + 0.25 * hypot(x2 - x1, y2 - y1) / radius
        mx, my = (1 - bend) * (x1 + x2) / 2 + bend * cx, (1 - bend) * (y1 + y2) / 2 + bend * cy
        thick = n(1 + 5 * link.weight / heaviest)
        css = "tie new" if link.new else "tie"
        d = f"M{n(x1)} {n(y1)}Q{n(mx)} {n(my)} {n(x2)} {n(y2)}"
        parts.append(f'<path class="{css}" stroke-width="{thick}" d="{d}"/>')
    for i, node in enumerate(order, 1):
        x, y = spot[node.id]
        size = 5 + 7 * (node.weight / biggest) ** 0.5
        parts.append(circle(x, y, size, "node key" if node.key else "node"))
        turn = angle[node.id]
        if numbers:
            reach = radius + size + 11
            parts.append(text(cx + reach * cos(turn), cy + reach * sin(turn) + 4.5, str(i), "mid strong"))
            continue
        reach = radius + size + 8
        side = "mid" if abs(cos(turn)) < 0.2 else "" if cos(turn) > 0 else "end"
        drop = 4.5 + 8 * sin(turn)
        words = fit(node.label, cx - radius * abs(cos(turn)) - 20 if side != "mid" else 200)
        css = f"{side} strong" if node.key else side
        parts.append(text(cx + reach * cos(turn), cy + reach * sin(turn) + drop, words, css.strip()))
    return drawing(width, 2 * (radius + margin), parts, caption.sentence)


def network(
    nodes: Sequence[Node], links: Sequence[Link], caption: Caption, *, ties: str = "", old: str = "", new: str = ""
) -> Figure:
    """At most about 40 nodes can be told apart. `ties` heads the number of ties, `old` and `new` name the two kinds.

    On a phone the nodes carry numbers, and the list below says whose they are.
    """
    order = ordered(nodes, links)
    names = {node.id: node.label for node in nodes}
    table = Table(
        caption.heading or caption.sentence,
        [Column(_("Between")), Column(_("and")), Column(ties or _("Ties"), number=True), Column(_("New"))],
        [
            [names[link.a], names[link.b], shown(link.weight), _("new") if link.new else ""]
            for link in sorted(links, key=lambda link: (-link.weight, names[link.a], names[link.b]))
        ],
        csv_url=caption.csv_url,
    )
    keys = []
    if any(not link.new for link in links):
        keys.append(Key('<path class="tie" stroke-width="3" d="M0 7H18"/>', old or _("known before")))
    if any(link.new for link in links):
        keys.append(Key('<path class="tie new" stroke-width="3" d="M0 7H18"/>', new or _("new")))
    listed = ", ".join(f"{i} {node.label}" for i, node in enumerate(order, 1))
    narrow = _draw(order, links, NARROW, caption, numbers=True)
    picture = both_widths(
        _draw(order, links, WIDE, caption, numbers=False),
        format_html('{}<p class="small">{}</p>', narrow, listed),
    )
    return Figure(caption, picture, table, legend(keys))
