"""Make the facts about California that ship with Groundswell: counties, their outlines, districts.

Run by maintainers only, when the source files change:

    python tools/make_places_facts.py --data DIR

DIR holds `ca_geo/` (counties.csv, county_adjacency.csv, ca_counties.geojson) and `ca_schools/` (schools_2025_26.csv,
districts_2025_26.csv). `regions.csv` and `partners.csv` are written by hand; this script only reads the region
numbers. Staff counts are left out on purpose: unlike the directory they are not in the public domain.
"""

import argparse
import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

FACTS = Path(__file__).resolve().parent.parent / "src" / "groundswell" / "places" / "facts"

type Row = dict[str, str]
type GridPoint = tuple[int, int]
type Ring = list[GridPoint]

# Outlines are kept on a grid of 1/1,000 degree (about 100 m) whose origin lies south-west of California. The grid also
# closes the hair cracks of the source, where two nearly equal corners make an outline cross itself.
GRID = 1_000
ORIGIN_LON, ORIGIN_LAT = -125, 32

# The counties with one school district, whose county office and district are one organization with one superintendent.
ONE_ORGANISATION = {
    "02": "02613330000000",
    "03": "03739810000000",
    "08": "08618200000000",
    "22": "22655320000000",
    "32": "32669690000000",
    "38": "38684780000000",
    "46": "46701770000000",
}

# Offices that run no open school, so that no list of schools names them.
OFFICES_WITHOUT_SCHOOLS = {
    "25": ("25102560000000", "Modoc County Office of Education"),
    "46": ("46104620000000", "Sierra County Office of Education"),
}

LOCALE_RADIUS_KM = 8.047  # five miles
RURAL_BELOW, URBAN_FROM = 10_000, 30_000  # students enrolled within the radius of where the median student sits


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


# --- locale -------------------------------------------------------------------------------------------------------


def students_nearby(schools: Sequence[Row]) -> dict[str, int]:
    """For each school (by CDS code) the students enrolled at schools within five miles, itself included."""
    cells: dict[tuple[int, int], list[tuple[float, float, int]]] = defaultdict(list)
    for school in schools:
        lat, lon = float(school["latitude"]), float(school["longitude"])
        cells[int(lat * 10), int(lon * 10)].append((lat, lon, int(school["enrollment"])))
    found = {}
    for school in schools:
        lat, lon = float(school["latitude"]), float(school["longitude"])
        shrink = math.cos(math.radians(lat))
        found[school["cds_code"]] = sum(
            enrolled
            for north in (-1, 0, 1)
            for east in (-1, 0, 1)
            for other_lat, other_lon, enrolled in cells.get((int(lat * 10) + north, int(lon * 10) + east), ())
            if math.hypot((other_lat - lat) * 111.2, (other_lon - lon) * 111.2 * shrink) <= LOCALE_RADIUS_KM
        )
    return found


def locale_of(schools: Sequence[Row], nearby: dict[str, int]) -> str:
    """Rural, suburban or urban by the median student's surroundings; blank when nobody is enrolled on a site."""
    weighted = sorted((nearby[school["cds_code"]], int(school["enrollment"])) for school in schools)
    half, passed = sum(students for _, students in weighted) / 2, 0
    for around, students in weighted:
        passed += students
        if passed >= half > 0:
            return "rural" if around < RURAL_BELOW else "suburban" if around < URBAN_FROM else "urban"
    return ""


# --- outlines -----------------------------------------------------------------------------------------------------


def to_grid(ring: Sequence[Sequence[float]]) -> Ring:
    points = [(round((lon - ORIGIN_LON) * GRID), round((lat - ORIGIN_LAT) * GRID)) for lon, lat in ring[:-1]]
    return [point for index, point in enumerate(points) if point != points[index - 1]]


def split_at_touches(ring: Ring) -> list[Ring]:
    """A ring that visits a point twice becomes several that do not; slivers without area go."""
    for index, point in enumerate(ring):
        again = ring.index(point)
        if again < index:
            return split_at_touches(ring[again:index]) + split_at_touches(ring[:again] + ring[index:])
    return [ring] if abs(doubled_area(ring)) > 0 else []


def doubled_area(ring: Ring) -> int:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))


def crosses_itself(ring: Ring) -> bool:
    """True when two sides that are not neighbors share a point (each ring has at most some hundred points)."""
    sides = list(zip(ring, ring[1:] + ring[:1], strict=True))
    for first, (a, b) in enumerate(sides):
        for second in range(first + 2, len(sides)):
            if first == 0 and second == len(sides) - 1:
                continue
            c, d = sides[second]
            apart = max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0])
            apart = apart or max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1])
            if not apart and turn(a, b, c) * turn(a, b, d) <= 0 and turn(c, d, a) * turn(c, d, b) <= 0:
                return True
    return False


def turn(a: GridPoint, b: GridPoint, c: GridPoint) -> int:
    cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (cross > 0) - (cross < 0)


def as_steps(ring: Ring) -> list[int]:
    """x, y of the first point, then the step to each next point: small numbers, a third of the size."""
    steps = [*ring[0]]
    for (x1, y1), (x2, y2) in pairwise(ring):
        steps += [x2 - x1, y2 - y1]
    return steps


def outlines(path: Path) -> dict[str, list[list[int]]]:
    """County code → rings. Every ring is an outer boundary: no county has a hole."""
    shapes = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        pieces = [ring for polygon in polygons for part in polygon for ring in split_at_touches(to_grid(part))]
        largest = max(pieces, key=lambda ring: abs(doubled_area(ring)))
        rings = [ring for ring in pieces if doubled_area(ring) * doubled_area(largest) > 0]
        fips = str(feature["properties"]["fips"])
        crossing = [ring for ring in rings if crosses_itself(ring)]
        if crossing:
            raise SystemExit(f"the outline of {fips} still touches itself")
        shapes[fips] = [as_steps(ring) for ring in sorted(rings, key=lambda ring: -abs(doubled_area(ring)))]
    return shapes


# --- tables -------------------------------------------------------------------------------------------------------


def county_rows(geo: Path, schools: Sequence[Row], nearby: dict[str, int]) -> list[Row]:
    codes = {row["county"]: row["county_code"] for row in read_rows(geo / "counties.csv")}
    neighbors: dict[str, set[str]] = defaultdict(set)
    for pair in read_rows(geo / "county_adjacency.csv"):
        neighbors[pair["county_a"]].add(codes[pair["county_b"]])
        neighbors[pair["county_b"]].add(codes[pair["county_a"]])
    rows = []
    for row in read_rows(geo / "counties.csv"):
        code = row["county_code"]
        office_cds, office = OFFICES_WITHOUT_SCHOOLS.get(code, (row["coe_cds"], row["coe_name"]))
        rows.append(
            {
                "code": code,
                "fips": row["county_fips"],
                "name": row["county"],
                "region": row["ccsesa_region"],
                "seat": row["county_seat"],
                "latitude": row["seat_lat"],
                "longitude": row["seat_lon"],
                "office_cds": office_cds,
                "office_name": office,
                "office_district_cds": ONE_ORGANISATION.get(code, ""),
                "locale": locale_of([school for school in schools if school["site_county"] == row["county"]], nearby),
                "neighbors": " ".join(sorted(neighbors[row["county"]])),
            }
        )
    return rows


def region_rows(counties: Sequence[Row], schools: Sequence[Row], nearby: dict[str, int]) -> list[Row]:
    """The handwritten rows, with the locale filled in."""
    rows = read_rows(FACTS / "regions.csv")
    for row in rows:
        names = {county["name"] for county in counties if county["region"] == row["number"]}
        row["locale"] = locale_of([school for school in schools if school["site_county"] in names], nearby)
    return rows


def authority_kind(row: Row) -> str:
    """The state's "districts" are authorities: some stand for a county office, a state charter or a state school."""
    if row["is_county_office"] == "1":
        return "county_office"
    if row["district"].startswith("SBE - "):
        return "state_charter"
    if row["district"].endswith("(State Special Schl)"):
        return "state_school"
    return "district"


def district_rows(folder: Path, schools: Sequence[Row], nearby: dict[str, int]) -> list[Row]:
    by_district: dict[str, list[Row]] = defaultdict(list)
    for school in schools:
        by_district[school["district_cds"]].append(school)
    return [
        {
            "cds_code": row["district_cds"],
            "name": row["district"],
            "county": row["county_code"],
            "kind": authority_kind(row),
            "is_office": "1" if row["district_cds"] in ONE_ORGANISATION.values() else "0",
            "schools": row["schools"],
            "charters": row["charters"],
            "students": row["enrollment"],
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "locale": locale_of(by_district[row["district_cds"]], nearby),
        }
        for row in read_rows(folder / "districts_2025_26.csv")
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with ca_geo/ and ca_schools/")
    data: Path = parser.parse_args().data
    # Schools that teach only online say nothing about the surroundings of their students.
    schools = [
        row for row in read_rows(data / "ca_schools" / "schools_2025_26.csv") if row["virtual_type"] in {"N", "C"}
    ]
    nearby = students_nearby(schools)
    counties = county_rows(data / "ca_geo", schools, nearby)
    districts = district_rows(data / "ca_schools", schools, nearby)
    regions = region_rows(counties, schools, nearby)
    write_rows(FACTS / "regions.csv", list(regions[0]), regions)
    write_rows(FACTS / "counties.csv", list(counties[0]), counties)
    write_rows(FACTS / "districts.csv", list(districts[0]), districts)
    shapes = {
        "grid": GRID,
        "origin": [ORIGIN_LON, ORIGIN_LAT],
        "rings": outlines(data / "ca_geo" / "ca_counties.geojson"),
    }
    (FACTS / "county_shapes.json").write_text(json.dumps(shapes, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(counties)} counties, {len(districts)} authorities, {len(shapes['rings'])} outlines")


if __name__ == "__main__":
    main()
