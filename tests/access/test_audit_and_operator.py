"""The record for auditors and the operator's page."""

import pytest
from django.tasks import task
from django.test import Client
from django_tasks_db.models import DBTaskResult

from groundswell.access.services.grants import give_role
from groundswell.accounts.services.codes import send_code
from groundswell.accounts.services.users import provide_user
from groundswell.activity.choices import DEAD_AFTER
from groundswell.activity.models import Activity, Letter, Worker
from groundswell.activity.services.jobs import run_next_job
from groundswell.activity.services.letters import Draft, write_letter
from groundswell.activity.services.record import record
from groundswell.activity.services.worker import work
from groundswell.core.clock import now
from groundswell.spaces.choices import Kind
from groundswell.spaces.models import Space
from groundswell.spaces.services.platform import provide_platform
from groundswell.spaces.services.spaces import make_space

pytestmark = pytest.mark.django_db


@task
def fail() -> None:
    raise ValueError("The file has no rows.")


def holder(email: str, role: str, space: Space) -> Client:
    user = provide_user(email=email)
    give_role(by=None, user=user, role=role, space=space)
    client = Client()
    client.force_login(user)
    return client


def test_auditor_reads_their_own_reach_and_that_is_recorded(noon):
    mine, theirs = make_space(kind=Kind.COLLABORATIVE), make_space(kind=Kind.COLLABORATIVE)
    auditor = holder("auditor@example.org", "auditor", mine)
    record(verb="access.role_taken", by=provide_user(email="other@example.org"), space=theirs.pk)
    page = auditor.get("/audit/", {"space": mine.pk}).content.decode()
    assert "the role “Auditor”" in page
    assert "took the role “" not in page.split("What happened")[-1]
    assert auditor.get("/audit/", {"space": theirs.pk}).status_code == 404
    assert auditor.get("/audit/", {"space": "x"}).status_code == 404
    line = Activity.objects.get(verb="access.audit_read")
    assert (line.actor_id, line.space_id) == (provide_user(email="auditor@example.org").pk, mine.pk)
    assert "<b>auditor@example.org</b> read the record of" in auditor.get("/audit/").content.decode()


def test_record_is_narrowed_by_verb_person_and_days(noon):
    space = make_space(kind=Kind.COLLABORATIVE)
    auditor = holder("auditor@example.org", "auditor", space)
    dana = provide_user(email="dana@example.org")
    record(verb="access.role_taken", by=dana, space=space.pk, facts={"role": "member", "user": dana.pk})

    def shown(**wish: str) -> int:
        page = (
            auditor.get("/audit/", {"space": space.pk, **wish})
            .content.decode()
            .split("What happened")[-1]
            .split("</main>")[0]
        )
        return page.count("<li")

    assert shown(verb="access.role_taken") == 1
    assert shown(person="dana@example.org") == 1
    assert shown(person="dana@example.org", verb="access.role_given") == 0
    assert shown(since="2027-02-02") == 0
    assert shown(since="2027-02-01", until="2027-02-01", person="dana@example.org") == 1
    provide_user(email="idle@example.org")
    for nobody in ("no@example.org", "idle@example.org"):  # whether there is an account is not told
        assert "Nothing like that" in auditor.get("/audit/", {"space": space.pk, "person": nobody}).content.decode()
    assert auditor.get("/audit/", {"since": "soon", "verb": "x", "before": "y"}).status_code == 200


def test_record_is_closed_to_others(noon):
    space = make_space(kind=Kind.COLLABORATIVE)
    assert Client().get("/audit/").url == "/sign-in/?next=/audit/"
    assert holder("member@example.org", "member", space).get("/audit/").status_code == 404


def test_operator_sees_jobs_mail_worker_disk_and_versions(noon, settings):
    operator = holder("ops@example.org", "operator", provide_platform())
    assert "none is running" in operator.get("/operator/").content.decode()
    work(until_idle=True)
    write_letter(Draft(to="gone@example.org", kind="registration", subject="Hello", text="Hello"))
    Letter.objects.filter(to="gone@example.org").update(state="failed", failure="The address was refused")
    fail.enqueue()
    run_next_job(worker="w")
    page = operator.get("/operator/").content.decode()
    for words in ("The address was refused", "The file has no rows.", "Send again", "Run again", "Python", "free of"):
        assert words in page
    assert f'href="/roles/on/{provide_platform().pk}/"' in page
    assert 'href="/see-as/"' in page


def test_worker_that_was_killed_is_told_from_one_that_stopped(noon):
    operator = holder("ops@example.org", "operator", provide_platform())
    long_ago = now() - DEAD_AFTER
    Worker.objects.create(name="killed", started_at=long_ago, seen_at=long_ago)
    Worker.objects.create(name="stopped", started_at=long_ago, seen_at=long_ago, stopped_at=long_ago)
    Worker.objects.create(name="living", started_at=long_ago, seen_at=now())
    page = operator.get("/operator/").content.decode()
    silent = [row for row in page.split("<li")[1:] if "does not answer" in row]
    assert (len(silent), "killed" in silent[0]) == (1, True)


def test_operator_sends_a_letter_and_runs_a_job_again(noon):
    operator = holder("ops@example.org", "operator", provide_platform())
    write_letter(Draft(to="gone@example.org", kind="registration", subject="Hello", text="Hello"))
    Letter.objects.update(state="failed")
    fail.enqueue()
    run_next_job(worker="w")
    letter, job = Letter.objects.get(), DBTaskResult.objects.get()
    assert operator.post(f"/operator/letters/{letter.pk}/again/").url == "/operator/"
    assert operator.post(f"/operator/jobs/{job.pk}/again/").url == "/operator/"
    assert Letter.objects.get().state == "waiting"
    assert DBTaskResult.objects.get().status == "READY"
    verbs = set(Activity.objects.values_list("verb", flat=True))
    assert {"access.letter_sent_again", "access.job_run_again"} <= verbs


def test_operators_page_is_closed_to_others(noon):
    state = holder("state@example.org", "state-lead", provide_platform())
    assert state.get("/operator/").status_code == 404
    assert state.post("/operator/letters/1/again/").status_code == 404
    assert Client().get("/operator/").url == "/sign-in/?next=/operator/"


def test_operator_finds_whether_somebody_got_a_letter_and_reads_none(noon):
    client = holder("ops@example.org", "operator", provide_platform())
    dana = provide_user(email="dana@example.org")
    write_letter(Draft(to="dana@example.org", kind="test", subject="You are in", text="The words"))
    write_letter(Draft(to="bea@example.org", kind="test", subject="Another", text="Hello"))
    send_code(email="dana@example.org", purpose="sign-in")
    code = Letter.objects.get(kind="sign-in").subject.partition(" is")[0]
    page = client.get("/operator/letters/", {"to": "Dana@example.org"}).content.decode()
    told = [words in page for words in ("a code to sign in", "<h3>test", "You are in", "The words", "bea@", code)]
    assert told == [True, True, False, False, False, False]
    line = Activity.objects.get(verb="access.letters_looked_up")
    assert line.facts == {"user": dana.pk}
    assert "No such letter" in client.get("/operator/letters/", {"state": "failed"}).content.decode()
    assert "waiting" in client.get("/operator/letters/").content.decode()
    assert "Write the address of whoever" in client.get("/operator/letters/", {"state": "sent"}).content.decode()
    assert "Write an address like name@school.org." in client.get("/operator/letters/", {"to": "dana"}).content.decode()


def test_failed_code_is_sent_again_from_the_list_and_not_shown(noon):
    client = holder("ops@example.org", "operator", provide_platform())
    send_code(email="dana@example.org", purpose="sign-in")
    code = Letter.objects.get().subject.partition(" is")[0]
    Letter.objects.update(state=Letter.State.FAILED, failure="refused")
    assert code not in client.get("/operator/").content.decode()
    path = "/operator/letters/?state=failed"
    assert "Send again" in client.get(path).content.decode()
    assert client.post(f"/operator/letters/{Letter.objects.get().pk}/again/", {"next": path}).url == path
    assert Letter.objects.get().state == Letter.State.WAITING
