"""Letters to registrants: a look at whom they reach, a list of what became of them, and a host who writes to one site."""

import re

import pytest
from django.test import Client

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.activity.models import Letter
from groundswell.convenings.choices import SiteKind
from groundswell.convenings.models import Mailing, Registration, Site
from groundswell.convenings.selectors.mailings import Recipients
from groundswell.convenings.services.planning import add_site, change_site_plan
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.registration import change_site
from groundswell.convenings.services.removing import remove_site
from groundswell.convenings.services.writing import write_to_registrants
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import entrant

pytestmark = pytest.mark.django_db
WRITE, LETTERS = "/c/talk/plan/write/", "/c/talk/plan/letters/"
TEXT = {
    "subject": "Parking",
    "text": "Park behind the building.",
    "subject_es": "",
    "text_es": "",
    "states": ["registered"],
}


@pytest.fixture
def people(redding, susanville, school) -> dict[str, Registration]:
    made = {name: register_person(by=None, convening=redding.convening, site=redding, entrant=entrant(name, school))
            for name in ("ana", "ben", "cleo")}  # fmt: skip
    made["dan"] = register_person(
        by=None, convening=redding.convening, site=susanville, entrant=entrant("dan", school, language="es")
    )
    Letter.objects.all().delete()
    return made


def browser(role: str, thing) -> Client:
    person = provide_person(by=None, email=f"{role}@example.org", given_name="Lena", family_name="Lead")
    user = User.objects.get(pk=person.user_id)
    give_role(by=None, user=user, role=role, space=thing.space)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lead(convening) -> Client:
    return browser("organizer", convening)


@pytest.fixture
def host(redding) -> Client:
    return browser("site-host", redding)


def mark_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    return found[1] if found else ""


def send(client: Client, path: str = WRITE, **fields) -> str:
    """Look, and then send what was looked at; what the last page says."""
    typed = {**TEXT, "client_id": f"{path}{fields}", **fields}
    look = client.post(path, typed).content.decode()
    return client.post(path, {**typed, "seen": mark_in(look)}, follow=True).content.decode()


def to() -> list[str]:
    return list(Letter.objects.order_by("to").values_list("to", flat=True))


def test_nothing_is_sent_before_its_writer_has_seen_whom_it_reaches(lead, people):
    page = lead.post(WRITE, {**TEXT, "client_id": "1"}).content.decode()
    assert "It goes to 3 people" in page
    assert ("Redding 2" in page, "Susanville 1" in page, "Send 3 letters" in page) == (True, True, True)
    assert "1 of them registered in Spanish" in page
    assert (Letter.objects.count(), Mailing.objects.count()) == (0, 0)
    sent = lead.post(WRITE, {**TEXT, "client_id": "1", "seen": mark_in(page)}, follow=True).content.decode()
    assert "3 letters are on their way." in sent
    assert to() == ["ana@example.org", "ben@example.org", "dan@example.org"]


def test_what_was_changed_after_the_look_is_looked_at_again(lead, people):
    page = lead.post(WRITE, {**TEXT, "client_id": "1"}).content.decode()
    changed = {**TEXT, "states": ["waiting"], "client_id": "1", "seen": mark_in(page)}
    assert "It goes to 1 person" in lead.post(WRITE, changed).content.decode()
    assert Letter.objects.count() == 0


def test_a_choice_without_anybody_says_so_and_keeps_the_letter(lead, people):
    answer = lead.post(WRITE, {**TEXT, "states": ["declined"]})
    assert answer.status_code == 422
    assert "Nobody is in this choice." in answer.content.decode()
    assert "Park behind the building." in answer.content.decode()


def test_pressing_send_twice_writes_once(lead, people):
    send(lead)
    send(lead)
    assert (Mailing.objects.count(), Letter.objects.count()) == (1, 3)


def test_site_and_role_narrow_whom_it_reaches(lead, people, susanville):
    Registration.objects.filter(pk=people["ben"].pk).update(role="principal")
    send(lead, sites=[susanville.number])
    assert to() == ["dan@example.org"]
    send(lead, roles=["principal"])
    assert to() == ["ben@example.org", "dan@example.org"]


def test_list_says_who_wrote_when_to_whom_and_what_failed(lead, people, susanville):
    assert "Nothing has been written yet" in lead.get(LETTERS).content.decode()
    send(lead)
    page = lead.get(LETTERS).content.decode()
    assert ("Lena Lead" in page, "all sites" in page, "3 letters" in page, "on their way" in page) == (True,) * 4
    Letter.objects.update(state="sent")
    assert "all sent" in lead.get(LETTERS).content.decode()
    Letter.objects.filter(to="ben@example.org").update(state="failed")
    page = lead.get(LETTERS).content.decode()
    assert ("1 failed" in page, "Ben Example" in page, "all sent" in page) == (True, True, False)


def test_numbers_stay_when_the_outbox_has_forgotten_its_letters(lead, people):
    send(lead)
    Letter.objects.all().delete()
    page = lead.get(LETTERS).content.decode()
    assert ("3 letters" in page, "on their way" in page, "all sent" in page) == (True, False, False)


def test_host_writes_to_their_own_site_only_whatever_is_sent(host, people, redding, susanville):
    path = f"/c/talk/sites/{redding.number}/write/"
    assert 'name="sites"' not in host.get(path).content.decode()
    send(host, path, sites=[susanville.number])
    assert to() == ["ana@example.org", "ben@example.org"]
    assert Mailing.objects.get().site_id == redding.pk


def test_host_has_no_door_to_the_other_site_or_to_all(host, people, susanville):
    for path in (
        WRITE,
        LETTERS,
        f"/c/talk/sites/{susanville.number}/write/",
        f"/c/talk/sites/{susanville.number}/letters/",
    ):
        assert host.get(path).status_code == 404
        assert host.post(path, TEXT).status_code in {404, 405}
    assert Letter.objects.count() == 0


def test_host_reads_what_reached_their_people_and_no_numbers_of_others(host, people, redding, susanville, convening):
    write_to_registrants(by=None, convening=convening, subject="To everybody", text="Come")
    other = Recipients([susanville.number])
    write_to_registrants(by=None, convening=convening, subject="Only far away", text="Snow", choice=other)
    write_to_registrants(
        by=None, convening=convening, subject="From their host", text="Snow", site=Site.objects.get(pk=susanville.pk)
    )
    send(host, f"/c/talk/sites/{redding.number}/write/", subject="From me")
    Letter.objects.filter(to="dan@example.org").update(state="failed")
    page = host.get(f"/c/talk/sites/{redding.number}/letters/").content.decode()
    assert ("To everybody" in page, "From me" in page, "2 letters" in page) == (True, True, True)
    assert ("Only far away" in page, "From their host" in page, "Dan Example" in page, "3 letters" in page) == (
        False,
    ) * 4


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(lead, people, convening, django_assert_num_queries, count):
    for number in range(count):
        write_to_registrants(by=None, convening=convening, subject=f"Letter {number}", text="Come")
    lead.get(LETTERS)
    with django_assert_num_queries(8):
        lead.get(LETTERS)


def again_of(mailing: Mailing) -> str:
    return f"/c/talk/letters/{mailing.pk}/again/"


def test_letter_goes_again_to_whom_it_failed_and_to_who_came_later(lead, people, susanville, school):
    send(lead, sites=[1])
    Letter.objects.update(state="sent")
    Letter.objects.filter(to="ben@example.org").update(state="failed", tries=6, failure="No such mailbox.")
    emailed = User.objects.get(email="ben@example.org")
    User.objects.filter(pk=emailed.pk).update(email="benno@example.org")
    change_site_plan(by=None, site=people["ana"].site, fields={"capacity": 9})  # Cleo, who waited, comes now
    register_person(by=None, convening=people["ana"].convening, site=susanville, entrant=entrant("eve", school))
    Letter.objects.exclude(kind__startswith="from-").delete()
    path = again_of(Mailing.objects.get())
    assert path in lead.get(LETTERS).content.decode()
    page = lead.get(path).content.decode()
    assert ("Ben Example" in page, "Cleo Example" in page, "Send 2 letters" in page) == (True, True, True)
    assert ("Ana Example" in page, "Eve Example" in page) == (False, False)
    answer = lead.post(path, {"client_id": "once"}, follow=True).content.decode()
    assert "2 letters are on their way." in answer
    lead.post(path, {"client_id": "once"})
    waiting = Letter.objects.filter(state="waiting")
    assert list(waiting.order_by("to").values_list("to", "tries")) == [
        ("benno@example.org", 0),
        ("cleo@example.org", 0),
    ]
    assert (Letter.objects.count(), Mailing.objects.get().letters) == (3, 3)
    assert "Everybody in this choice has the letter." in lead.get(path).content.decode()
    refused = lead.post(path, {"client_id": "again"})
    assert (refused.status_code, Letter.objects.count()) == (422, 3)


def test_letter_that_the_outbox_has_forgotten_goes_to_nobody_again(lead, people):
    send(lead)
    Letter.objects.all().delete()
    path = again_of(Mailing.objects.get())
    assert path not in lead.get(LETTERS).content.decode()
    assert lead.post(path, {"client_id": "1"}).status_code == 422
    assert Letter.objects.count() == 0


def test_letter_is_written_anew_with_the_words_and_the_choice_it_had(lead, people, susanville):
    send(
        lead,
        subject="Bring a reording",
        subject_es="Traiga una grabacion",
        sites=[susanville.number],
        roles=["teacher"],
        states=["registered", "waiting"],
    )
    page = lead.get(LETTERS).content.decode()
    path = f"{WRITE}?from={Mailing.objects.get().pk}"
    assert path in page
    form = lead.get(path).context["form"]
    assert (form["subject"].value(), form["subject_es"].value()) == ("Bring a reording", "Traiga una grabacion")
    assert (form["sites"].value(), form["roles"].value()) == ([susanville.number], ["teacher"])
    assert form["states"].value() == ["registered", "waiting"]


def test_letter_of_somebody_else_is_no_beginning_of_ones_own(host, people, convening, redding):
    write_to_registrants(by=None, convening=convening, subject="To everybody", text="Come")
    written = Mailing.objects.get()
    assert "To everybody" not in host.get(f"/c/talk/sites/{redding.number}/write/?from={written.pk}").content.decode()
    assert host.get(again_of(written)).status_code == 404
    send(host, f"/c/talk/sites/{redding.number}/write/", subject="From me")
    Letter.objects.filter(to="ben@example.org").update(state="failed")
    own = Mailing.objects.get(subject="From me")
    assert "1 letter is on its way." in host.post(again_of(own), {"client_id": "1"}, follow=True).content.decode()


def test_who_is_missing_is_asked_in_as_few_questions_for_many(lead, people, django_assert_max_num_queries):
    send(lead)
    Letter.objects.update(state="failed")
    lead.get(again_of(Mailing.objects.get()))
    with django_assert_max_num_queries(12):
        lead.get(again_of(Mailing.objects.get()))


def test_letter_to_a_site_that_was_taken_out_since_goes_again_to_nobody_of_the_others(lead, people, susanville):
    send(lead, sites=[susanville.number])
    Letter.objects.exclude(kind__startswith="from-").delete()
    change_site_plan(by=None, site=people["ana"].site, fields={"capacity": 9})
    change_site(by=None, registration=people["dan"], site=people["ana"].site)
    remove_site(by=None, site=susanville)
    assert "Everybody in this choice has the letter." in lead.get(again_of(Mailing.objects.get())).content.decode()


def test_number_of_a_site_that_was_taken_out_is_never_given_again(lead, people, susanville):
    send(lead, sites=[susanville.number])
    change_site_plan(by=None, site=people["ana"].site, fields={"capacity": 9})
    change_site(by=None, registration=people["dan"], site=people["ana"].site)
    number, convening = susanville.number, susanville.convening
    remove_site(by=None, site=susanville)
    fields = {"name": "Alturas", "capacity": 3}
    later = [add_site(by=None, convening=convening, kind=SiteKind.IN_PERSON, fields=fields) for _ in range(2)]
    assert [site.number for site in later] == [number + 1, number + 2]
    register_person(by=None, convening=convening, site=later[0], entrant=entrant("fay"))
    assert "Everybody in this choice has the letter." in lead.get(again_of(Mailing.objects.get())).content.decode()
