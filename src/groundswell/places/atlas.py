"""California as facts: regions, counties with outlines, authorities that run schools, partners.

Read once from `facts/` and kept; plain frozen data without the database, so that maps, imports and tests can use it.
Counties are named by the state's two-digit code ("45" is Shasta), which is also how each CDS code begins.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

FACTS = Path(__file__).resolve().parent / "facts"

type LonLat = tuple[float, float]
type Ring = tuple[LonLat, ...]
type Outline = tuple[Ring, ...]


@dataclass(frozen=True)
class RegionFact:
    """One of the 11 service regions of the county superintendents."""

    number: int
    name: str
    locale: str


@dataclass(frozen=True)
class CountyFact:
    """A county, its seat, and the office of its superintendent of schools. The point lies in the county seat."""

    code: str
    fips: str
    name: str
    region: int
    seat: str
    latitude: float
    longitude: float
    office_cds: str
    office_name: str
    office_district_cds: str  # the county's only district when office and district are one organization, else ""
    locale: str
    neighbors: tuple[str, ...]


@dataclass(frozen=True)
class AuthorityFact:
    """What the state's directory calls a district. The point is the mean of its schools' points."""

    cds_code: str
    name: str
    county: str
    kind: str  # district, county_office, state_charter, state_school
    is_office: bool
    schools: int
    charters: int
    students: int
    latitude: float
    longitude: float
    locale: str


@dataclass(frozen=True)
class PartnerFact:
    """An organization that is not a public school authority."""

    key: str
    name: str
    short_name: str
    kind: str
    county: str
    latitude: float | None
    longitude: float | None
    joined: date | None
    joined_precision: str
    role: str
    good_at: tuple[str, ...]


@dataclass(frozen=True)
class PartnershipFact:
    """The statewide partnership: the years in which it began and gave its first grants, and to how many collaboratives."""

    began: int
    first_grants: int
    regional: int
    countywide: int
    communities: int  # statewide communities of practice

    @property
    def collaboratives(self) -> int:
        return self.regional + self.countywide


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def regions() -> Mapping[int, RegionFact]:
    """By number, 1 to 11."""
    return MappingProxyType(
        {int(row["number"]): RegionFact(int(row["number"]), row["name"], row["locale"]) for row in _rows("regions.csv")}
    )


@cache
def counties() -> Mapping[str, CountyFact]:
    """By the state's county code, "01" to "58", in order of name."""
    return MappingProxyType(
        {
            row["code"]: CountyFact(
                code=row["code"],
                fips=row["fips"],
                name=row["name"],
                region=int(row["region"]),
                seat=row["seat"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                office_cds=row["office_cds"],
                office_name=row["office_name"],
                office_district_cds=row["office_district_cds"],
                locale=row["locale"],
                neighbors=tuple(row["neighbors"].split()),
            )
            for row in _rows("counties.csv")
        }
    )


@cache
def county_codes() -> Mapping[str, str]:
    """Code by the county's name in lower case, without the word "county"."""
    return MappingProxyType({county.name.lower(): county.code for county in counties().values()})


@cache
def authorities() -> Mapping[str, AuthorityFact]:
    """By CDS code: districts, county offices that run schools, state charters, state schools."""
    return MappingProxyType(
        {
            row["cds_code"]: AuthorityFact(
                cds_code=row["cds_code"],
                name=row["name"],
                county=row["county"],
                kind=row["kind"],
                is_office=row["is_office"] == "1",
                schools=int(row["schools"]),
                charters=int(row["charters"]),
                students=int(row["students"]),
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                locale=row["locale"],
            )
            for row in _rows("districts.csv")
        }
    )


@cache
def partners() -> Mapping[str, PartnerFact]:
    """By key, founders first."""
    return MappingProxyType(
        {
            row["key"]: PartnerFact(
                key=row["key"],
                name=row["name"],
                short_name=row["short_name"],
                kind=row["kind"],
                county=row["county"],
                latitude=float(row["latitude"]) if row["latitude"] else None,
                longitude=float(row["longitude"]) if row["longitude"] else None,
                joined=date.fromisoformat(row["joined"]) if row["joined"] else None,
                joined_precision=row["joined_precision"],
                role=row["role"],
                good_at=tuple(row["good_at"].split(";")),
            )
            for row in _rows("partners.csv")
        }
    )


@cache
def partnership() -> PartnershipFact:
    """The one there is."""
    return PartnershipFact(**{name: int(value) for name, value in next(_rows("partnership.csv")).items()})


@cache
def outlines() -> Mapping[str, Outline]:
    """County code → its outer rings (largest first), each a run of (longitude, latitude), not closed by a repeat."""
    shapes = json.loads((FACTS / "county_shapes.json").read_text(encoding="utf-8"))
    grid, (west, south) = int(shapes["grid"]), shapes["origin"]
    by_fips = {county.fips: county.code for county in counties().values()}
    return MappingProxyType(
        {
            by_fips[fips]: tuple(_ring_from_steps(steps, grid, west, south) for steps in rings)
            for fips, rings in shapes["rings"].items()
        }
    )


def _ring_from_steps(steps: list[int], grid: int, west: float, south: float) -> Ring:
    points: list[LonLat] = []
    x = y = 0
    for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + step_x, y + step_y
        points.append((round(west + x / grid, 4), round(south + y / grid, 4)))
    return tuple(points)


def county_at(latitude: float, longitude: float, first: Iterable[str] = ()) -> CountyFact | None:
    """The county whose outline holds the point; those named in `first` are tried before the rest.

    Outlines are simplified: a point near a border or a shore may miss.
    """
    shapes = outlines()
    for code in (*first, *shapes):
        west, south, east, north = frames()[code]
        framed = west <= longitude <= east and south <= latitude <= north
        if framed and any(_inside(longitude, latitude, ring) for ring in shapes[code]):
            return counties()[code]
    return None


@cache
def frames() -> Mapping[str, tuple[float, float, float, float]]:
    """County code → west, south, east and north of its outline."""
    return MappingProxyType({code: _frame(outline) for code, outline in outlines().items()})


def _frame(outline: Outline) -> tuple[float, float, float, float]:
    lons = [lon for ring in outline for lon, _ in ring]
    lats = [lat for ring in outline for _, lat in ring]
    return min(lons), min(lats), max(lons), max(lats)


def _inside(x: float, y: float, ring: Ring) -> bool:
    """Even-odd rule: count the sides that a ray to the east crosses."""
    inside = False
    before_x, before_y = ring[-1]
    for at_x, at_y in ring:
        if (at_y > y) != (before_y > y) and x < at_x + (y - at_y) * (before_x - at_x) / (before_y - at_y):
            inside = not inside
        before_x, before_y = at_x, at_y
    return inside
