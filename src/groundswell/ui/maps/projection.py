"""From longitude and latitude to the plane: Albers' equal-area conic as California uses it (parallels 34° and 40.5°).

Snyder, "Map Projections: A Working Manual", 1987, p. 98, on a sphere. Counties keep their true relative size, so a shade
does not say more of a northern county than of a southern one.
"""

from math import cos, radians, sin, sqrt

type LonLat = tuple[float, float]
type Ring = tuple[LonLat, ...]
type Outline = tuple[Ring, ...]
type Point = tuple[float, float]

_P1, _P2, _ORIGIN = radians(34), radians(40.5), -120.0
_N = (sin(_P1) + sin(_P2)) / 2
_C = cos(_P1) ** 2 + 2 * _N * sin(_P1)


def project(longitude: float, latitude: float) -> Point:
    """X to the east and y to the south, in radii of the earth."""
    rho = sqrt(_C - 2 * _N * sin(radians(latitude))) / _N
    theta = _N * radians(longitude - _ORIGIN)
    return rho * sin(theta), rho * cos(theta)


def center_of(ring: list[Point]) -> Point:
    """The point inside a ring that lies farthest from its edge, found on a grid that is refined three times."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    low_x, high_x, low_y, high_y = min(xs), max(xs), min(ys), max(ys)
    best, room = ((low_x + high_x) / 2, (low_y + high_y) / 2), -1.0
    step_x, step_y = (high_x - low_x) / 9, (high_y - low_y) / 9
    for _refinement in range(3):
        around = best
        for i in range(-4, 5):
            for j in range(-4, 5):
                spot = (around[0] + i * step_x, around[1] + j * step_y)
                if _inside(spot, ring) and (distance := _edge_distance(spot, ring)) > room:
                    best, room = spot, distance
        step_x, step_y = step_x / 4, step_y / 4
    return best


def _inside(spot: Point, ring: list[Point]) -> bool:
    """Whether a ray to the right crosses the edge an odd number of times."""
    px, py = spot
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > py) != (y2 > py) and px < x1 + (py - y1) * (x2 - x1) / (y2 - y1):
            odd = not odd
    return odd


def _edge_distance(spot: Point, ring: list[Point]) -> float:
    px, py = spot
    nearest = float("inf")
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        dx, dy = x2 - x1, y2 - y1
        along = 0.0 if dx == dy == 0 else max(0.0, min(1.0, ((px - x1) * dx + (py - y1) * dy) / (dx * dx + dy * dy)))
        nearest = min(nearest, (px - x1 - along * dx) ** 2 + (py - y1 - along * dy) ** 2)
    return sqrt(nearest)


def borders(outlines: list[Outline]) -> tuple[list[Ring], list[Ring]]:
    """The outer edge and the inner borders of several outlines, as runs of points.

    Outlines that were simplified together share the points of their common border: an edge that occurs twice lies inside.
    """
    seen: dict[frozenset[LonLat], int] = {}
    for outline in outlines:
        for ring in outline:
            for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
                key = frozenset((a, b))
                seen[key] = seen.get(key, 0) + 1
    once = [tuple(edge) for edge, times in seen.items() if times == 1 and len(edge) == 2]
    twice = [tuple(edge) for edge, times in seen.items() if times > 1 and len(edge) == 2]
    return _runs(once), _runs(twice)


def _runs(edges: list[tuple[LonLat, ...]]) -> list[Ring]:
    """Edges joined end to end into as long runs as they make."""
    ends: dict[LonLat, set[int]] = {}
    for i, (a, b) in enumerate(edges):
        ends.setdefault(a, set()).add(i)
        ends.setdefault(b, set()).add(i)

    def take(point: LonLat) -> LonLat | None:
        if not ends[point]:
            return None
        i = min(ends[point])
        a, b = edges[i]
        ends[a].discard(i)
        ends[b].discard(i)
        return b if a == point else a

    runs = []
    for start in sorted(ends, key=lambda point: (len(ends[point]) == 2, point)):
        while ends[start]:
            run = [start]
            while (following := take(run[-1])) is not None:
                run.append(following)
            runs.append(tuple(run))
    return runs
