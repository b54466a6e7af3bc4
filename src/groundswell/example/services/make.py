"""The example world, made only by calling services, with the clock set to when each thing happened."""

import random
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from groundswell.collaboratives.models import Collaborative
from groundswell.core import clock
from groundswell.example import cast
from groundswell.example.services.region_2 import live_through
from groundswell.example.services.world import World, make_collaborative, make_convening, make_keepers
from groundswell.places import atlas
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place

FACTS = Path(__file__).parent.parent / "facts" / "collaboratives.toml"
SEED = 2019


def world_is_begun() -> bool:
    """The example's first collaborative is there."""
    return Collaborative.objects.filter(key="region-2", example=True).exists()


def symposium_day(today: date) -> date:
    """The Tuesday seven weeks ago: the story is over, its follow-ups have just been held."""
    back = today - timedelta(weeks=7)
    return back - timedelta(days=(back.weekday() - 1) % 7)


def make_world(*, say: Callable[[str], None]) -> None:
    """The thirteen collaboratives, and Region 2 lived through. Each service keeps its own transaction."""
    rows = Place.objects.filter(kind__in=[PlaceKind.COUNTY, PlaceKind.COUNTY_OFFICE])
    names = {code: county.name.removesuffix(" County") for code, county in atlas.counties().items()}
    held = {(row.kind, names.get(row.county, "")): row for row in rows.select_related("space")}
    world = World(
        day=symposium_day(clock.today()),
        people=cast.people(SEED),
        rng=random.Random(SEED),  # noqa: S311 - an example, not a secret
        counties={name: row for (kind, name), row in held.items() if kind == PlaceKind.COUNTY},
        offices={name: row for (kind, name), row in held.items() if kind == PlaceKind.COUNTY_OFFICE},
        say=say,
    )
    with clock.at(world.at(-260)):
        make_keepers(world)
    for stated in tomllib.loads(FACTS.read_text(encoding="utf-8"))["collaborative"]:
        with clock.at(world.at(-250)):
            collaborative = make_collaborative(world, stated)
        for planned in stated.get("convening", []):
            with clock.at(world.at(min(planned["days"], 0) - 60)):
                make_convening(world, collaborative, planned)
    live_through(world)
