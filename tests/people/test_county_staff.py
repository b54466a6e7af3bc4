"""A county coordinator corrects the positions of the county's people and brings in its staff lists, and reaches no further."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from groundswell.access.models import Grant
from groundswell.access.services.grants import give_role, take_role
from groundswell.accounts.models import User
from groundswell.accounts.services.users import confirm_address, provide_user
from groundswell.activity.models import Activity, Letter, Notice
from groundswell.core.clock import now
from groundswell.intake.models import ImportRun
from groundswell.intake.services.runs import apply_run, begin_run, check_run, map_run, start_run
from groundswell.people.choices import Role
from groundswell.people.models import Listed, Person, Position
from groundswell.people.policies import groups_seen
from groundswell.people.selectors.mine import chapters_of, readable
from groundswell.people.services.leaving import erase_person
from groundswell.people.services.listing import Answered, accept_listing
from groundswell.people.services.merging import merge_people
from groundswell.people.services.people import provide_person
from groundswell.people.services.positions import NewPosition, add_position, end_position
from tests.people.looking import text_of

pytestmark = pytest.mark.django_db
HEAD = "Email,Given name,Family name,School,Role,Title\n"
SHASTA, TEHAMA = "45700116050504", "52714886053706"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def checked(by, rows):
    run = start_run(by=by, kind="people", file_name="staff.csv", data=(HEAD + rows).encode())
    return check_run(by=by, run=map_run(run=run, mapping=run.mapping))


def bring_in(by, rows, **how):
    return apply_run(run=begin_run(run=checked(by, rows), **how))


def row(email, place=SHASTA, role="teacher", given="Lea", family="Listed", title=""):
    return f"{email},{given},{family},{place},{role},{title}\n"


def state_of(person):
    return (
        list(Person.objects.filter(pk=person.pk).values("given_name", "family_name", "shows_name", "user", "merged_into")),
        list(User.objects.filter(pk=person.user_id).values("email", "is_active", "password", "last_login")),
        list(person.positions.order_by("pk").values("pk", "place", "role", "title", "since", "until")),
    )  # fmt: skip


# Positions


def asked(**more):
    return {"role": "coach", "place": "Manzanita School", "client_id": "a", **more}


def test_coordinator_corrects_a_position_of_the_county(as_, ada, cy):
    held = ada.positions.get()
    there = as_(cy).post(reverse("people:position", args=[ada.pk, held.pk]), asked(title="Math coach"))
    assert there.url == reverse("people:positions", args=[ada.pk])
    held.refresh_from_db()
    assert (held.role, held.title) == ("coach", "Math coach")
    line = Activity.objects.get(verb="people.position_changed")
    assert (line.actor_id, line.space_id) == (cy.pk, ada.space_id)


def test_coordinator_cannot_put_anybody_into_another_county(as_, ada, cy):
    held = ada.positions.get()
    for url in (reverse("people:position", args=[ada.pk, held.pk]), reverse("people:add-position", args=[ada.pk])):
        html = text_of(as_(cy).post(url, asked(place="Bluff High School")))
        assert "This place is not one of yours" in html
        html = text_of(as_(cy).post(url, asked(place="Nowhere Academy", not_listed="on", county="52")))
        assert "This place is not one of yours" in html
    assert list(Position.objects.values_list("place__name", flat=True)) == ["Manzanita School"]
    as_(cy).post(url, asked(place="Nowhere Academy", not_listed="on", county="45"))
    assert Position.objects.get(place=None).county == "45"


def test_coordinator_leaves_alone_what_somebody_is_in_another_county(as_, ada, cy, world):
    far = add_position(by=None, person=ada, new=NewPosition(Role.COACH, world.bluff))
    url = reverse("people:position", args=[ada.pk, far.pk])
    html = text_of(as_(cy).get(reverse("people:positions", args=[ada.pk])))
    assert (reverse("people:position", args=[ada.pk, ada.positions.first().pk]) in html, url in html) == (True, False)
    assert [as_(cy).get(url).status_code, as_(cy).post(url, asked()).status_code] == [404, 404]
    assert as_(cy).post(reverse("people:end-position", args=[ada.pk, far.pk])).status_code == 404
    far.refresh_from_db()
    assert (far.role, far.until) == ("coach", None)


def test_who_leaves_the_county_is_nobody_of_it_any_more(as_, ada, cy):
    held = ada.positions.get()
    response = as_(cy).post(reverse("people:end-position", args=[ada.pk, held.pk]))
    assert response.url == reverse("people:directory")
    assert as_(cy).get(reverse("people:positions", args=[ada.pk])).status_code == 404


def test_who_signs_in_is_told_what_was_corrected_and_who_never_did_is_not(as_, ada, cy):
    held = ada.positions.get()
    as_(cy).post(reverse("people:position", args=[ada.pk, held.pk]), asked())
    assert Notice.objects.count() == 0
    User.objects.filter(pk=ada.user_id).update(last_login=now())
    as_(cy).post(reverse("people:position", args=[ada.pk, held.pk]), asked(title="Lead"))
    assert list(Notice.objects.values_list("user", flat=True)) == [ada.user_id]


# Staff lists


def test_list_of_the_own_county_comes_in_and_again_changes_nothing(ada, cy):
    rows = row("new@example.org") + row("ada@example.org", role="coach") + row("ada@example.org", title="Lead teacher")
    run = bring_in(cy, rows)
    assert (run.state, run.created, run.changed, run.skipped) == ("done", 1, 2, 0)
    assert set(ada.positions.values_list("role", "title")) == {("teacher", "Lead teacher"), ("coach", "")}
    assert Position.objects.filter(person__user__email="new@example.org", place__name="Manzanita School").count() == 1
    again = checked(cy, rows)
    assert again.expected == {"created": 0, "changed": 0, "unchanged": 3, "skipped": 0}
    line = Activity.objects.get(verb="people.people_brought_in")
    assert (line.actor_id, line.facts) == (cy.pk, {"people": 3})
    assert line.space_id == Grant.objects.get(user=cy).space_id
    assert Letter.objects.count() == 0


def test_rows_of_another_county_and_without_a_place_are_left_out_by_line(cy, bea):
    before = state_of(bea)
    rows = (
        row("a@example.org", TEHAMA)
        + row("bea@example.org", TEHAMA)
        + row("b@example.org", "", "")
        + row("c@example.org")
    )
    run = bring_in(cy, rows)
    found = list(run.problems.order_by("line").values_list("line", "message"))
    away, nowhere = "This place is not one of yours. Its own county brings in its staff.", "Say where the person works."
    assert found == [(2, away), (3, away), (4, nowhere)]
    assert (run.created, run.skipped) == (1, 3)
    assert not User.objects.filter(email__in=["a@example.org", "b@example.org"]).exists()
    assert state_of(bea) == before


def test_a_name_that_two_counties_have_is_that_of_the_own(cy, world):
    world.bluff.name = world.manzanita.name
    world.bluff.save()
    run = bring_in(cy, row("a@example.org", "Manzanita School"))
    assert (run.created, Position.objects.get().place_id) == (1, world.manzanita.pk)


@pytest.fixture
def elsewhere(bea):
    """Those whom a coordinator of Shasta must not find out: who works elsewhere, who only signs in, who has no position."""
    provide_user(email="signs-in@example.org")
    provide_person(by=None, email="bare@example.org", given_name="Bare")
    confirm_address(user=bea.user, email="further@example.org")
    return ["bea@example.org", "signs-in@example.org", "bare@example.org", "further@example.org"]


@pytest.mark.parametrize("place", [SHASTA, "Manzanita School"])
def test_a_list_does_not_tell_who_is_known_elsewhere(as_, cy, bea, elsewhere, place):
    """Checked, brought in, checked again, with more in it: an address that is known elsewhere is told as one that is not."""

    def seen_of(email):
        told = []
        for rows in (row(email, place), row(email, place), row(email, place, title="Lead"), row(email, place, "coach")):
            run = checked(cy, rows)
            told.append((run.expected, list(run.problems.values_list("message", flat=True))))
            run = apply_run(run=begin_run(run=run))
            told.append((run.state, run.created, run.changed, run.unchanged, run.skipped))
        return told

    def shown_of(email):
        entry = Person.objects.filter(listed__address=email).first() or Person.objects.get(user__email=email)
        page = text_of(as_(cy).get(reverse("people:person", args=[entry.pk])))
        return (
            page.replace(email, "ADDRESS").replace(str(entry.pk), "N").count("ADDRESS"),
            "Lead" in page,
            "Lea Listed" in page,
        )

    nobody = "nobody@example.org"
    before, usual = state_of(bea), seen_of(nobody)
    for email in elsewhere:
        assert seen_of(email) == usual, email
        assert shown_of(email) == shown_of(nobody), email
    assert state_of(bea) == before
    assert not groups_seen(cy, [bea])[bea.pk]
    cy.refresh_from_db()
    mine = provide_person(by=None, email=cy.email)
    told = str([readable(chapter.rows) for chapter in chapters_of(mine)])
    assert not [email for email in elsewhere if email in told]
    lines = Activity.objects.filter(actor=cy).values_list("verb", "facts")
    assert {(verb, str(facts)) for verb, facts in lines} == {("people.people_brought_in", "{'people': 1}")}


def test_nobody_s_name_is_known_by_a_list_without_one(cy, bea):
    rows = "".join(row(email, given="", family="") for email in ("bea@example.org", "x@example.org"))
    bring_in(cy, rows)
    entries = Person.objects.filter(positions__place__name="Manzanita School")
    assert {person.name for person in entries} == {"somebody without a name yet"}
    assert checked(cy, rows.replace(",,", ",Lea,Listed", 1)).expected["created"] == 0


def test_who_is_listed_says_whether_it_is_them(as_, cy, bea, world):
    bring_in(cy, row("bea@example.org", given="Beatrice", role="coach"))
    listed = Listed.objects.get()
    assert list(Notice.objects.values_list("user", "activity__verb")) == [(bea.user_id, "people.listed")]
    assert "Is this you?" in text_of(as_(bea).get(reverse("people:mine")))
    url = reverse("people:listed", args=[listed.pk])
    assert as_(cy).post(url, {"is": "me"}).status_code == 404
    as_(bea).post(url, {"is": "me"})
    assert set(bea.positions.values_list("place__name", "role")) == {
        ("Bluff High School", "teacher"), ("Manzanita School", "coach"),
    }  # fmt: skip
    assert Person.objects.get(pk=bea.pk).name == "Bea Ochoa"
    assert groups_seen(cy, [bea])[bea.pk]
    assert checked(cy, row("bea@example.org", role="coach")).expected["unchanged"] == 1


def test_user_of_whom_nothing_is_known_yet_says_that_it_is_them(as_, cy, dov):
    bring_in(cy, row(dov.email, role="coach"))
    as_(dov).post(reverse("people:listed", args=[Listed.objects.get().pk]), {"is": "me"})
    assert list(Position.objects.filter(person__user=dov).values_list("role", flat=True)) == ["coach"]


def test_who_is_not_the_one_listed_is_not_asked_again(as_, cy, bea):
    bring_in(cy, row("bea@example.org"))
    as_(bea).post(reverse("people:listed", args=[Listed.objects.get().pk]), {"is": "not-me"})
    assert "Is this you?" not in text_of(as_(bea).get(reverse("people:mine")))
    assert bring_in(cy, row("bea@example.org")).unchanged == 1
    assert (Listed.objects.count(), Notice.objects.count()) == (1, 1)
    assert "Lea Listed" in str([readable(chapter.rows) for chapter in chapters_of(bea)])


def test_an_entry_that_got_an_account_is_nobody_s_to_take(cy, bea, ada):
    bring_in(cy, row("bea@example.org"))
    listed = Listed.objects.select_related("person").get()
    merge_people(by=None, keep=ada, merge=listed.person)
    assert not Listed.objects.exists()
    Listed.objects.create(person=ada, user=bea.user, address="bea@example.org")
    with pytest.raises(Answered):
        accept_listing(by=bea.user, person=bea, listed=Listed.objects.get())
    assert Person.objects.get(pk=ada.pk).merged_into_id is None


def test_who_leaves_takes_along_what_lists_say_of_them(cy, bea):
    bring_in(cy, row("bea@example.org", given="Beatrice"))
    erase_person(by=bea.user, person=bea)
    assert not Listed.objects.exists()
    assert not Person.objects.filter(given_name="Beatrice").exists()


def test_role_that_ended_brings_in_nobody(cy, world):
    run = checked(cy, row("a@example.org"))
    take_role(by=None, grant=Grant.objects.get(user=cy))
    run = apply_run(run=begin_run(run=run))
    assert (run.created, run.skipped, Person.objects.filter(given_name="Lea").count()) == (0, 1, 0)


def test_import_of_somebody_who_left_does_not_go_on_as_nobody(cy, world):
    """Nobody is the command line, which may do everything."""
    run = begin_run(run=checked(cy, row("a@example.org", TEHAMA)))
    User.objects.filter(pk=cy.pk).update(is_active=False)
    run = apply_run(run=run)
    assert (run.state, run.failure) == (
        "failed",
        "Whoever began this import is no longer here. Bring the file in again.",
    )


def test_coordinators_read_their_own_imports_only(as_, cy, op, ada, world):
    theirs = checked(op, row("secret@example.org"))
    give_role(by=None, user=ada.user, role="county-coordinator", space=world.tehama.space)
    client = as_(cy)
    for end in ("", "-columns", "-begin", "-report"):
        url = reverse("people:import-people" + (end or "-run"), args=[theirs.pk])
        assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]
    client.post(
        reverse("people:import-people"),
        {"file": SimpleUploadedFile("mine.csv", (HEAD + row("n@example.org")).encode())},
    )
    run = ImportRun.objects.get(by_id=cy.pk)
    assert "mine.csv" in text_of(client.get(reverse("people:import-people")))
    assert "staff.csv" not in text_of(client.get(reverse("people:import-people")))
    assert as_(ada).get(reverse("people:import-people-run", args=[run.pk])).status_code == 404
    assert as_(op).get(reverse("people:import-people-run", args=[run.pk])).status_code == 200


def test_an_import_that_was_cut_off_goes_on(cy, monkeypatch):
    monkeypatch.setattr("groundswell.people.formats.importers.StaffImporter.batch", 1)
    run = begin_run(run=checked(cy, row("a@example.org") + row("b@example.org") + row("c@example.org")))
    run = apply_run(run=run, batches=1)
    assert (run.state, run.position) == ("applying", 1)
    run = apply_run(run=begin_run(run=run))
    assert (run.state, run.created) == ("done", 3)


def test_former_staff_that_a_list_names_again_is_asked(cy, ada, world):
    """Whoever left the county is somebody elsewhere: a list does not bring them back by itself."""
    end_position(by=None, position=ada.positions.get(), last_day=date(2020, 1, 1))
    assert bring_in(cy, row("ada@example.org")).created == 1
    assert (ada.positions.filter(until=None).count(), Listed.objects.get().user_id) == (0, ada.user_id)
