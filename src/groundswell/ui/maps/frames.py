"""Where on the paper a county lies: the frame that a set of outlines fills, and paths in it. Drawn once, then kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from groundswell.ui.maps.projection import LonLat, Outline, Point, borders, center_of, project

type Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """Scale and shift from the projection's plane to the drawing's units, and the drawing's size."""

    scale: float
    left: float
    top: float
    width: float
    height: float

    def at(self, spot: LonLat) -> Point:
        x, y = project(*spot)
        return x * self.scale - self.left, y * self.scale - self.top


@dataclass(frozen=True, slots=True)
class Sheet:
    """The counties of one map: their paths, the outer edge and the borders inside."""

    frame: Frame
    paths: Mapping[str, str]
    edge: str
    inner: str


def _path(frame: Frame, run: tuple[LonLat, ...], *, closed: bool) -> str:
    """Whole units are enough at this size and keep the page small; steps are relative."""
    points = [(round(x), round(y)) for x, y in map(frame.at, run)]
    out, (x, y) = f"M{points[0][0]} {points[0][1]}l", points[0]
    steps = []
    for px, py in points[1:]:
        if (px, py) != (x, y):
            steps.append(f"{px - x} {py - y}")
            x, y = px, py
    if not steps:
        return ""
    return out + " ".join(steps).replace(" -", "-") + ("Z" if closed else "")


@lru_cache(maxsize=64)
def sheet(outlines: tuple[tuple[str, Outline], ...], width: float, margin: float) -> Sheet:
    """Fit the outlines to a width. Cached, because a page draws the same few frames over and over."""
    spots = [project(*spot) for _code, outline in outlines for ring in outline for spot in ring]
    xs, ys = [x for x, _y in spots], [y for _x, y in spots]
    scale = (width - 2 * margin) / ((max(xs) - min(xs)) or 1)
    frame = Frame(
        scale,
        min(xs) * scale - margin,
        min(ys) * scale - margin,
        width,
        (max(ys) - min(ys)) * scale + 2 * margin,
    )
    paths = {
        code: "".join(_path(frame, ring, closed=True) for ring in outline if len(ring) > 2)
        for code, outline in outlines
    }
    outer, inner = borders([outline for _code, outline in outlines])
    return Sheet(
        frame,
        paths,
        "".join(_path(frame, run, closed=False) for run in outer),
        "".join(_path(frame, run, closed=False) for run in inner),
    )


@lru_cache(maxsize=512)
def center(frame: Frame, outline: Outline) -> Point:
    """Where a county's name goes: well inside its largest ring."""
    return center_of([frame.at(spot) for spot in outline[0]])


def way_to_a_free_place(box: Box, taken: Collection[Box], step: float) -> float:
    """How far down (or, below 0, up) words move so that they lie on none of `taken`: some steps at most, 0 where none helps."""
    left, top, right, bottom = box

    def free(way: float) -> bool:
        return not any(
            left < one[2] and one[0] < right and top + way < one[3] and one[1] < bottom + way for one in taken
        )

    ways = (sign * step * n for n in (0, 1, 1.6, 2.6, 3.6, 4.8) for sign in (1, -1))
    return next((way for way in ways if free(way)), 0.0)
