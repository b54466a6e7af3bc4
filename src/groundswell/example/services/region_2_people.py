"""About three hundred people register for Region 2's symposium, alone and in teams; the smallest towns come in numbers."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from groundswell.convenings.models import Registration, Site
from groundswell.convenings.services.entrants import Entrant, TeamEntry
from groundswell.convenings.services.registering import answer_questions, register_person, register_team
from groundswell.convenings.services.registration import cancel_registration, change_site, confirm_registration
from groundswell.core import clock
from groundswell.core.errors import Refused
from groundswell.instruments.given import Given
from groundswell.people.choices import grades_to_bits
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place

if TYPE_CHECKING:
    from groundswell.example.services.region_2 import Story

# How many come from each county; Lassen brings the most.
WANTED = {
    "Lassen": 84, "Butte": 52, "Shasta": 48, "Tehama": 30, "Siskiyou": 28, "Glenn": 22, "Plumas": 20, "Modoc": 16,
    "Trinity": 3,
}  # fmt: skip
BANDS = (("K", "1", "2"), ("3", "4", "5"), ("6", "7", "8"), ("9", "10", "11", "12"))
ROLES = ("teacher",) * 15 + ("coach", "tosa", "principal", "teacher", "district_administrator")
FIRST_DAY, LAST_DAY = -85, -6


def register_everybody(story: "Story") -> list[Registration]:
    """Everyone, in the order in which they come; some change, some give back."""
    world, rng = story.world, story.world.rng
    wanted = [name for name, count in WANTED.items() for _n in range(count)]
    rng.shuffle(wanted)
    districts = {
        name: list(Place.objects.filter(kind=PlaceKind.DISTRICT, county=world.counties[name].county).order_by("name"))
        or [world.offices[name]]
        for name in WANTED
    }
    done: list[Registration] = []
    while wanted:
        county = wanted.pop()
        size = min(rng.choice((1, 1, 1, 2, 3, 4)), 1 + wanted.count(county))
        for _n in range(size - 1):
            wanted.remove(county)
        share = len(done) / sum(WANTED.values())
        moment = world.at(FIRST_DAY) + timedelta(days=(LAST_DAY - FIRST_DAY) * share, minutes=rng.randrange(600))
        with clock.at(moment):
            site = story.sites.get(county) or story.convening.sites.get(kind="online")
            done += register_some(story, site, rng.choice(districts[county]), size)
    change_minds(story, done)
    return done


def register_some(story: "Story", site: Site, place: Place, size: int) -> list[Registration]:
    """One person, or a team of one district."""
    entrants = [somebody(story, place) for _n in range(size)]
    if size == 1:
        rows = [register_person(by=None, convening=story.convening, site=site, entrant=entrants[0])]
    else:
        team = TeamEntry(name=place.name[:100], place=place)
        rows = register_team(by=None, convening=story.convening, site=site, team=team, entrants=entrants)
    for row in rows[1:]:
        if story.world.rng.random() < 0.9:
            confirm_registration(by=row.person.user, registration=row)
    for row in rows:
        tell_the_host(story, row)
    return rows


def somebody(story: "Story", place: Place) -> Entrant:
    """The next of the cast, as the form states them."""
    rng = story.world.rng
    made = next(story.world.people)
    entrant = Entrant(
        email=made.email, given_name=made.given, family_name=made.family, role=rng.choice(ROLES), place=place,
        teaches=rng.choice(("math", "science", "both", "both")), grades=grades_to_bits(rng.choice(BANDS)),
        language="es" if rng.random() < 0.08 else "en",
    )  # fmt: skip
    return replace(entrant)


def tell_the_host(story: "Story", row: Registration) -> None:
    """What the host should know: food, access, substitutes."""
    rng = story.world.rng
    version = story.convening.questions
    if version is None or rng.random() > 0.85:
        return
    given = [Given("substitute", choice=rng.choice(("yes", "arranged", "arranged", "no")))]
    if rng.random() < 0.25:
        given.append(Given("food", choice=rng.choice(("vegetarian", "vegan", "gluten-free", "dairy-free"))))
    if rng.random() < 0.06:
        given.append(Given("access", choice=rng.choice(("step-free", "captions", "large-print"))))
    answer_questions(registration=row, version=version, given=given, language=row.language)


def change_minds(story: "Story", rows: list[Registration]) -> None:
    """A few give their place back, a few go to another site."""
    rng = story.world.rng
    with clock.at(story.world.at(-5)):
        for row in rng.sample(rows, 9):
            cancel_registration(by=row.person.user, registration=row)
        for row in rng.sample(rows, 4):
            try:
                change_site(by=row.person.user, registration=row, site=rng.choice(list(story.sites.values())))
            except Refused:
                continue
