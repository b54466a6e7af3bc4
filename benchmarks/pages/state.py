"""What `bars` starts to make the state: `python -m benchmarks.pages.state [DATA]`, into the database of the settings."""

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - after django.setup()
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.pages import crowd, depth, gatherings, happenings  # noqa: E402
from benchmarks.pages.inside import make_inside  # noqa: E402
from groundswell.accounts.models import User  # noqa: E402
from groundswell.activity.models import Activity, FeedLine, Letter  # noqa: E402
from groundswell.convenings.models import Convening, Registration  # noqa: E402
from groundswell.core import clock  # noqa: E402
from groundswell.instruments.models import Answer  # noqa: E402
from groundswell.people.models import Person  # noqa: E402
from groundswell.places.choices import PlaceKind  # noqa: E402
from groundswell.places.models import Place  # noqa: E402
from groundswell.places.services.california import load_california  # noqa: E402
from groundswell.standards.services.load import load_standards  # noqa: E402


def step[Made](what: str, act: Callable[[], Made]) -> Made:
    wall, processor = time.perf_counter(), time.process_time()
    made = act()
    print(f"  {what}: {time.perf_counter() - wall:.0f} s ({time.process_time() - processor:.0f})", flush=True)
    return made


def start() -> None:
    call_command("migrate", verbosity=0)
    load_california(by=None)
    load_standards()


def make(data: Path | None) -> dict[str, Any]:
    """The whole state. Return what the roles and the addresses need."""
    with clock.at(gatherings.FIRST):
        step("tables, California, standards", start)
        step("schools", lambda: crowd.bring_in_schools(data))
        step("people", crowd.bring_in_people)
        formed = step("collaboratives", gatherings.form_collaboratives)
    everybody = step("reading who is where", gatherings.read_crowd)
    codes = {row.pk: [place.county for place in counties] for row, counties, _lead in formed}
    made = step("convenings", lambda: gatherings.plan_all(formed))
    step("registrations", lambda: gatherings.register_all(made, everybody, codes))
    deep = step("depth", lambda: [depth.deepen(made[number]) for number in gatherings.DEEP])
    with clock.at(gatherings.NOW - timedelta(days=20)):
        inside = step("the inside", lambda: make_inside(made[0], formed[0], deep[0]))
    people = list(User.objects.exclude(person=None).order_by("pk").values_list("pk", "person__space_id"))
    step("a million lines", lambda: happenings.write_record(made, people))
    letters = list(User.objects.exclude(email=None).order_by("pk").values_list("pk", "email")[:60_000])
    step("letters", lambda: happenings.write_letters(60_000, letters))
    happenings.write_notices(list(inside["users"].values()))
    happenings.write_live_events(made[0])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return inside | {"counts": counts()}


def counts() -> dict[str, int]:
    rows = {"people": Person, "convenings": Convening, "registrations": Registration, "answers": Answer}
    rows |= {"activity rows": Activity, "feed lines": FeedLine, "letters": Letter}
    schools = Place.objects.filter(kind=PlaceKind.SCHOOL).count()
    return {"schools": schools} | {name: model.objects.count() for name, model in rows.items()}


def main() -> None:
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    made = make(data)
    (Path(settings.HOME) / "inside.json").write_text(json.dumps(made, indent=1), encoding="utf-8")


main()
