"""A colleague who has not said whether they come is asked once more, by day, and never after they said or gave back."""

from datetime import timedelta

import pytest

from groundswell.activity.models import Letter
from groundswell.convenings.models import Convening, Registration
from groundswell.convenings.services.entrants import TeamEntry
from groundswell.convenings.services.planning import cancel_convening
from groundswell.convenings.services.registering import register_person, register_team
from groundswell.convenings.services.registration import (
    cancel_registration,
    confirm_registration,
    swap_person,
    write_to_colleague,
)
from groundswell.convenings.services.reminding import remind_colleagues
from groundswell.core import clock
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db
KIND = "registration-unconfirmed"


@pytest.fixture
def team(susanville, school) -> list[Registration]:
    entry = TeamEntry("Test School", school)
    people = [entrant("ana", school), entrant("ben", school), entrant("cleo", school)]
    return register_team(by=None, convening=susanville.convening, site=susanville, team=entry, entrants=people)


def asked() -> list[str]:
    return list(Letter.objects.filter(kind=KIND).order_by("to").values_list("to", flat=True))


def after(noon, days: float) -> int:
    with clock.at(noon + timedelta(days=days)):
        return remind_colleagues()


def test_colleagues_are_asked_once_some_days_later_and_the_captain_never(team, noon):
    assert after(noon, 3) == 0
    assert after(noon, 4.1) == 2
    assert after(noon, 5) == 0
    assert asked() == ["ben@example.org", "cleo@example.org"]
    text = Letter.objects.filter(kind=KIND)[0].text
    assert team[1].secret in text
    assert "Ana Example registered you with the team" in text


def test_who_confirmed_or_gave_back_is_not_asked(team, noon):
    confirm_registration(by=None, registration=team[1])
    cancel_registration(by=None, registration=team[2])
    assert after(noon, 4.1) == 0


def test_nobody_is_asked_of_what_was_canceled_or_has_begun(team, noon, convening):
    assert after(noon, 8.1) == 0
    cancel_convening(by=None, convening=Convening.objects.get(pk=convening.pk))
    assert after(noon, 4.1) == 0


def test_who_was_registered_late_is_asked_before_the_day(susanville, school):
    with clock.at(START - timedelta(days=2, hours=-3)):
        register_team(
            by=None, convening=susanville.convening, site=susanville, team=TeamEntry("Late", school),
            entrants=[entrant("dan", school), entrant("eva", school)],
        )  # fmt: skip
    with clock.at(START - timedelta(days=1, hours=-5)):
        assert remind_colleagues() == 1
    assert asked() == ["eva@example.org"]


def test_nobody_is_woken(team, noon):
    assert after(noon, 4.5) == 0  # midnight in California
    assert asked() == []


def test_whom_the_captain_asked_again_is_not_asked_by_us_too(team, noon):
    write_to_colleague(registration=team[1])
    assert after(noon, 4.1) == 1
    assert asked() == ["cleo@example.org"]


def test_who_comes_instead_is_asked_in_their_turn(team, noon):
    after(noon, 4.1)
    held = Registration.objects.select_related("convening").get(pk=team[1].pk)
    with clock.at(noon + timedelta(days=4.2)):
        swap_person(by=None, registration=held, entrant=entrant("fay"))
    assert after(noon, 6.9) == 1
    assert asked() == ["ben@example.org", "cleo@example.org", "fay@example.org"]


def test_who_comes_alone_is_not_asked(susanville, noon, school):
    register_person(by=None, convening=susanville.convening, site=susanville, entrant=entrant("gus", school))
    assert after(noon, 4.1) == 0
