"""Staff lists as school systems write them."""

import pytest

from groundswell.intake.services.runs import apply_run, begin_run, check_run, map_run, start_run
from groundswell.people.formats.staff import split_name
from groundswell.people.models import Person, Position

pytestmark = pytest.mark.django_db

ONE_ROSTER = (
    "sourcedId,givenName,familyName,email,role,orgSourcedIds,grades\n"
    '1,Ada,Ferreira,ADA@example.org,teacher,45700116050504,"04,05"\n'
    "2,Gil,Moreno,gil@example.org,administrator,45700116050504,\n"
)  # fmt: skip
BY_HAND = (
    "Staff name;E-mail;Job;School;Subject;Grades\n"
    "Ferreira, Ada;ada@example.org;Teacher on special assignment;Manzanita School;Science;4-5\n"
    "Hana Ito;hana@example.org;Instructional coach;Bluff High School;Basket weaving;ninth\n"
)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def bring_in(text, *, whole=False):
    run = start_run(by=None, kind="people", file_name="staff.csv", data=text.encode())
    run = map_run(run=run, mapping=run.mapping)
    check_run(by=None, run=run)
    run.refresh_from_db()
    apply_run(run=begin_run(run=run, whole=whole))
    run.refresh_from_db()
    return run


def held():
    return set(Position.objects.values_list("person__user__email", "role", "place__name", "subject"))


def test_a_oneroster_file_comes_in_and_again_changes_nothing(world):
    run = bring_in(ONE_ROSTER)
    assert (run.created, run.skipped) == (2, 0)
    assert held() == {
        ("ada@example.org", "teacher", "Manzanita School", ""),
        ("gil@example.org", "site_administrator", "Manzanita School", ""),
    }
    assert Position.objects.get(role="teacher").grade_words == "grades 4–5"
    again = bring_in(ONE_ROSTER)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert (Person.objects.count(), Position.objects.count()) == (2, 2)


def test_a_list_made_by_hand_comes_in_with_notes(world, ada):
    run = bring_in(BY_HAND)
    assert (run.created, run.changed) == (1, 1)
    assert held() == {
        ("ada@example.org", "teacher", "Manzanita School", "science"),
        ("ada@example.org", "tosa", "Manzanita School", "science"),
        ("hana@example.org", "coach", "Bluff High School", ""),
    }
    assert set(run.problems.values_list("line", "field", "weight")) == {(3, "subject", "note"), (3, "grades", "note")}


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("no address,A,B,teacher,45700116050504", "email"),
        (",A,B,teacher,45700116050504", "email"),
        ("a@example.org,A,B,wizard,45700116050504", "role"),
        ("a@example.org,A,B,,45700116050504", "role"),
        ("a@example.org,A,B,teacher,", "place"),
        (f"a@example.org,{'A' * 90},B,teacher,45700116050504", "given_name"),
        ("a@example.org,A,B,teacher,99999999999999", "place"),
        ("a@example.org,A,B,teacher,No Such School", "place"),
    ],
)
def test_a_row_that_cannot_be_is_left_out_and_told(world, row, field):
    run = bring_in(f"email,given name,family name,role,cds\n{row}\nb@example.org,Bo,Ek,teacher,45700116050504\n")
    assert [email for email, *_more in held()] == ["b@example.org"]
    assert list(run.problems.values_list("line", "field", "weight")) == [(2, field, "error")]
    assert run.skipped == 1


def test_look_before_tells_that_somebody_without_a_name_gets_one(world, ada):
    Person.objects.filter(pk=ada.pk).update(given_name="", family_name="")
    run = bring_in("email,given name\nada@example.org,Cher\n")
    assert (run.expected["changed"], run.changed) == (1, 1)
    assert Person.objects.get(pk=ada.pk).name == "Cher"


def test_nobody_s_name_or_sharing_is_overwritten(world, ada):
    Person.objects.filter(pk=ada.pk).update(shows_name=0, shows_work=0, shows_teaching=0)
    bring_in(ONE_ROSTER.replace("Ada,Ferreira", "Adelaide,Smith"))
    person = Person.objects.get(pk=ada.pk)
    assert (person.name, person.shows_name) == ("Ada Ferreira", 0)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Ferreira", ("Ada", "Ferreira")),
        ("Ferreira, Ada M.", ("Ada M.", "Ferreira")),
        ("Cher", ("", "Cher")),
        ("", ("", "")),
    ],
)
def test_a_whole_name_in_two(name, parts):
    assert split_name(name) == parts
