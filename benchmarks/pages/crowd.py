"""Schools and people: the directory's schools by the product's importer, or as many of our own; 50,000 people by its service."""

import random
from pathlib import Path

from groundswell.example.cast import FAMILY, GIVEN
from groundswell.intake.services.runs import apply_run, begin_run, check_run, map_run, prepare, start_run
from groundswell.people.choices import grades_to_bits
from groundswell.people.models import Person
from groundswell.people.services.people import NewPerson, provide_people
from groundswell.people.services.positions import NewPosition
from groundswell.places.choices import PlaceKind, Status
from groundswell.places.models import Place
from groundswell.places.services.bulk import PlaceDraft, put_places

SCHOOLS, PEOPLE, AT_ONCE = 9_946, 50_000, 5_000
FILE = Path("ca_schools") / "schools_2025_26.csv"
KINDS = ("Elementary", "Middle", "High", "Academy")
BANDS = (("K", "1", "2"), ("3", "4", "5"), ("6", "7", "8"), ("9", "10", "11", "12"))
ROLES = ("teacher",) * 15 + ("coach", "tosa", "principal", "teacher", "district_administrator")


def bring_in_schools(data: Path | None) -> int:
    """Return how many there are."""
    if data is not None and (data / FILE).exists():
        run = start_run(by=None, kind="schools", file_name=FILE.name, data=(data / FILE).read_bytes())
        run = map_run(run=run, mapping=run.mapping)
        prepared = prepare(run)
        apply_run(run=begin_run(run=check_run(by=None, run=run, prepared=prepared, compare=False)), prepared=prepared)
    else:
        put_places(drafts=own_schools())
    return Place.objects.filter(kind=PlaceKind.SCHOOL).count()


def own_schools() -> list[PlaceDraft]:
    """Schools of districts, with codes of the state's form; a third of them in five large counties."""
    rng = random.Random(7)
    districts = list(Place.objects.filter(kind=PlaceKind.DISTRICT).exclude(cds_code=None).order_by("key"))
    weights = [9 if district.county in {"19", "37", "30", "36", "33"} else 3 for district in districts]
    counties = {row.county: row for row in Place.objects.filter(kind=PlaceKind.COUNTY)}
    drafts = []
    for number, district in enumerate(rng.choices(districts, weights, k=SCHOOLS), start=1):
        code = f"{(district.cds_code or '')[:7]}{number:07d}"
        near = counties[district.county]
        fields = {
            "kind": PlaceKind.SCHOOL, "name": f"{FAMILY[number % len(FAMILY)]} {KINDS[number % 4]} {number}", "cds_code": code,
            "county": district.county, "region": district.region, "students": rng.randrange(60, 2400),
            "city": FAMILY[number % 31], "latitude": (near.latitude or 37.0) + rng.uniform(-0.2, 0.2),
            "longitude": (near.longitude or -120.0) + rng.uniform(-0.2, 0.2),
        }  # fmt: skip
        drafts.append(PlaceDraft(code, fields, parent=district))
    return drafts


def bring_in_people() -> None:
    """Everybody with an address and a position at an open school, as staff lists bring them."""
    rng = random.Random(8)
    schools = list(Place.objects.filter(kind=PlaceKind.SCHOOL, status=Status.OPEN).order_by("pk"))
    for start in range(0, PEOPLE, AT_ONCE):
        records = []
        for number in range(start, start + AT_ONCE):
            given, family = rng.choice(GIVEN), rng.choice(FAMILY)
            position = NewPosition(
                rng.choice(ROLES), schools[number % len(schools)], subject=rng.choice(("math", "science", "both", "")),
                grades=grades_to_bits(rng.choice(BANDS)),
            )  # fmt: skip
            records.append(NewPerson(f"{given}.{family}.{number}@example.org".lower(), given, family, "en", position))
        provide_people(by=None, records=records)
    # Most keep what they were given; a tenth shows the name to everybody.
    tenth = Person.objects.filter(pk__in=Person.objects.order_by("pk").values_list("pk", flat=True)[:PEOPLE:10])
    tenth.update(shows_name=3, shows_work=3, shows_teaching=3)
