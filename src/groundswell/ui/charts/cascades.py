"""How something went from hand to hand: a tree from left to right, on a phone the same words as an indented list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from groundswell.ui.charts.figure import Caption, Figure, Key, legend
from groundswell.ui.charts.grids import unit_marks
from groundswell.ui.charts.svg import WIDE, both_widths, circle, diamond, drawing, fit, n, path, rect, text
from groundswell.ui.components.tables import Column, Table

ROW = 15.0


@dataclass(frozen=True, slots=True)
class Branch:
    """A place or person and to whom it went on from there. `marks` are the classes at the end: ("math", 3), …"""

    label: str
    children: Sequence["Branch"] = ()
    marks: Sequence[tuple[str, int]] = ()
    words: str = ""  # said beside the marks ("4 classes")
    note: str = ""  # a date below the root


def _count(branch: Branch) -> int:
    return sum(count for _kind, count in branch.marks) + sum(_count(child) for child in branch.children)


def _depth(branch: Branch) -> int:
    return 1 + max((_depth(child) for child in branch.children), default=0)


def _heights(branch: Branch) -> float:
    """How much height a branch needs, its own label included."""
    own = max(2, sum(count for _kind, count in branch.marks)) * ROW + 6
    return max(own, sum(_heights(child) for child in branch.children))


def _join(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = (x2 - x1) / 2
    return path(f"M{n(x1)} {n(y1)}C{n(x1 + bend)} {n(y1)} {n(x2 - bend)} {n(y2)} {n(x2)} {n(y2)}", "branch")


def _leaf(kind: str, x: float, y: float) -> str:
    if kind == "math":
        return rect(x, y - 5, 10, 10, "leaf sq")
    if kind == "both":
        return diamond(x + 5, y, 6, "leaf bo")
    return circle(x + 5, y, 5.5, "leaf ci")


def _draw(branch: Branch, level: int, top: float, step: float, end: float) -> tuple[list[str], list[str], float]:
    """Lines, then marks and words above them, and the height at which the branch itself stands."""
    x = 120 + level * step
    lines: list[str] = []
    marks: list[str] = []
    spots = []
    y = top + (_heights(branch) - sum(_heights(child) for child in branch.children)) / 2 if branch.children else top
    for child in branch.children:
        below, above, spot = _draw(child, level + 1, y, step, end)
        lines += below
        marks += above
        spots.append(spot)
        y += _heights(child)
    middle = (spots[0] + spots[-1]) / 2 if spots else top + _heights(branch) / 2
    lines += [_join(x, middle, x + step, spot) for spot in spots]
    kinds = [kind for kind, count in branch.marks for _i in range(count)]
    leaf_y = middle - (len(kinds) - 1) * ROW / 2
    for kind in kinds:
        lines.append(_join(x, middle, end, leaf_y))
        marks.append(_leaf(kind, end, leaf_y))
        leaf_y += ROW
    if branch.words:
        marks.append(text(end + 20, middle + 4.5, branch.words))
    if level == 0:
        marks.append(circle(x, middle, 7, "leaf root"))
        marks.append(text(x - 14, middle + 4.5, fit(branch.label, 104), "end strong"))
        if branch.note:
            marks.append(text(x - 14, middle + 24, branch.note, "end ital"))
    else:
        marks.append(circle(x, middle, 6.5 if branch.children else 5, "leaf"))
        marks.append(text(x, middle - 11, branch.label, "strong halo mid" if level == 1 else "halo mid"))
    return lines, marks, middle


def _list(branches: Sequence[Branch]) -> SafeString:
    return format_html_join(
        "",
        '<li><p class="row"><b>{}</b>{}{}</p>{}</li>',
        (
            (
                branch.label,
                unit_marks(branch.marks, per_row=12) if branch.marks else "",
                branch.words,
                format_html("<ul>{}</ul>", _list(branch.children)) if branch.children else "",
            )
            for branch in branches
        ),
    )


def _rows(branch: Branch, came_from: str = "") -> Iterator[list[str | int]]:
    yield [branch.label, came_from or "–", _count(branch)]
    for child in branch.children:
        yield from _rows(child, branch.label)


def cascade(root: Branch, caption: Caption, *, what: str = "") -> Figure:
    """The tree of one practice. `what` heads the table's number ("Classes")."""
    depth = _depth(root)
    end = WIDE - 110.0
    step = min(170.0, (end - 120 - 90) / max(1, depth - 1))
    lines, marks, _middle = _draw(root, 0, 14, step, end)
    wide = drawing(WIDE, _heights(root) + 28, [*lines, *marks], caption.sentence)
    narrow = format_html('<ul class="tree">{}</ul>', _list([root]))
    table = Table(
        caption.heading or caption.sentence,
        [Column(_("Where")), Column(_("Came from")), Column(what or _("How many"), number=True)],
        list(_rows(root)),
        csv_url=caption.csv_url,
    )
    kinds = {kind for kind in ("math", "science", "both") if _has(root, kind)}
    words = {"math": _("a math class"), "science": _("a science class"), "both": _("a class of both")}
    keys = [Key(_leaf(kind, 4, 7), words[kind]) for kind in words if kind in kinds]
    return Figure(caption, both_widths(wide, narrow), table, legend(keys))


def _has(branch: Branch, kind: str) -> bool:
    return any(k == kind and count for k, count in branch.marks) or any(_has(child, kind) for child in branch.children)
