"""The report as its readers have it: the page, every table as CSV and workbook, the PDF; small numbers stay untold."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest

from groundswell.access.services.grants import give_role
from groundswell.convenings.choices import How
from groundswell.convenings.models import Registration
from groundswell.convenings.services.after import answer_survey
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.planning import change_convening, plan_convening
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.evidence.answers import rate_sentence, returned_by_county
from groundswell.evidence.report import make_report
from groundswell.evidence.sources import MEASURES
from groundswell.instruments.given import Given
from groundswell.instruments.results import Group
from groundswell.instruments.services.starters import make_from_starter
from groundswell.instruments.wording import Words
from groundswell.people.services.people import provide_person
from groundswell.spread.choices import CommitmentKind, Word
from groundswell.spread.services.commitments import make_commitment, say_what_became
from tests.convenings.conftest import (  # noqa: F401 - fixtures
    END,
    START,
    collaborative,
    convening,
    counties,
    entrant,
    redding,
    school,
    susanville,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(redding, susanville, school):  # noqa: F811
    """Twelve from Shasta and four from Lassen who were there; the four and eleven of the twelve answer the survey."""
    convening = redding.convening  # noqa: F811
    convening.sites.update(capacity=20)
    survey = make_from_starter(
        by=None, code="symposium-after", owner=convening.space, aims=[Words(en="Hear students", es="Oír")]
    )
    version = survey.versions.order_by("-number")[0]
    change_convening(by=None, convening=convening, fields={"survey": version})
    convening.refresh_from_db()
    rows = []
    for n in range(16):
        site, place = (redding, school) if n < 12 else (susanville, None)
        site.refresh_from_db()
        rows.append(register_person(by=None, convening=convening, site=site, entrant=entrant(f"p{n}", place)))
    with clock.at(START):
        for row in rows:
            check_in(by=None, registration=row, site=row.site, how=How.NAME)
            row.refresh_from_db()
    with clock.at(END):
        for n, row in enumerate(rows[1:]):
            given = [Given("aims", row="aim-1", choice="d5" if n % 2 else "d4", number=5 if n % 2 else 4)]
            answer_survey(registration=row, given=[*given, Given("follow_up", choice="no")], language="en")
    return rows


@pytest.fixture
def reader(client, crowd):
    somebody = provide_person(by=None, email="lead@example.org", given_name="Lee")
    give_role(by=None, user=somebody.user, role="lead", space=crowd[0].convening.collaborative.space)
    client.force_login(somebody.user)
    return client


def report_of(crowd):
    return make_report(crowd[0].convening, language="en")


def test_who_answered_counts_for_the_county_where_they_count_as_there(crowd, counties, monkeypatch):  # noqa: F811
    """Also when they put their county right after they had answered."""
    monkeypatch.setattr("groundswell.evidence.answers.suppress_groups", list)
    Registration.objects.filter(pk=crowd[1].pk).update(county=counties["lassen"], place=None)
    report = report_of(crowd)
    lines = returned_by_county(report.convening, report.convening.survey.instrument, report.turnout)
    assert [(line.county, line.people, line.answered) for line in lines] == [("Shasta", 11, 10), ("Lassen", 5, 5)]


def test_answers_by_county_leave_out_who_are_few_and_those_who_would_tell_it(crowd):
    report = report_of(crowd)
    survey = report.convening.survey.instrument
    lines = returned_by_county(report.convening, survey, report.turnout)
    # 15 answered in all: 11 from Shasta would tell that 4 from Lassen did.
    assert [(row.county, row.people, row.answered) for row in lines] == [("Shasta", 12, None), ("Lassen", 4, None)]
    assert (report.survey.sent, report.survey.asked) == (15, 16)


def test_question_that_not_all_were_shown_is_not_told_as_a_part_of_all(crowd):
    shown = next(one for one in report_of(crowd).survey.questions if one.question.show_if is not None)
    answered = replace(shown, total=Group("", 12))
    words = "12 answered. Only those whose earlier answers led to it were asked."
    assert rate_sentence([answered], 16) == words
    to_all = replace(answered, question=replace(shown.question, show_if=None))
    assert rate_sentence([to_all], 16) == "12 of 16 answered (75%)."
    assert rate_sentence([shown], 16) == ""  # nobody


def test_who_answered_without_being_checked_in_is_among_those_asked(crowd):
    late = register_person(by=None, convening=crowd[0].convening, site=crowd[0].site, entrant=entrant("late"))
    answer_survey(registration=late, given=[Given("follow_up", choice="no")], language="en")
    report = report_of(crowd)
    assert (report.there, report.survey.sent, report.survey.asked) == (16, 16, 17)


def test_report_says_what_was_measured_what_was_said_and_what_is_not_known(reader, crowd):
    page = reader.get(f"/c/{crowd[0].convening.key}/report/").content.decode()
    for words in ("In two minutes", "15 of the 16 people who were there answered: 94%.", "What we do not know",
                  "1 person who was there did not answer the survey.", "15 of 16 answered (94%)."):  # fmt: skip
        assert words in page, words
    assert "times 1.3 for the road, at 50 miles an hour" in page


@pytest.mark.parametrize("measure", [*MEASURES, "numbers"])
def test_every_number_opens_on_a_page_in_csv_and_in_a_workbook(reader, crowd, measure):
    address = f"/c/{crowd[0].convening.key}/report/{measure}/"
    page = reader.get(address)
    tables = re.findall(r"as=csv&amp;table=(\d+)", page.content.decode())
    assert page.status_code == 200
    for number in tables:
        answer = reader.get(f"{address}?as=csv&table={number}")
        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert (answer.status_code, answer["Content-Type"], len(lines) > 0) == (200, "text/csv; charset=utf-8", True)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(reader.get(f"{address}?as=xlsx").streaming_content)))
    assert len(book.worksheets) == len(tables) + 1


def test_who_reads_evidence_has_the_latest_convenings_to_which_somebody_came(reader, crowd):
    held = crowd[0].convening
    fields = {"title": "Nobody came", "subject": "both", "starts_at": START, "ends_at": END}
    plan_convening(by=None, collaborative=held.collaborative, fields=fields)
    with clock.at(END + timedelta(days=1)):
        page = reader.get("/today/").content.decode()
    assert re.search(r"16 people were there,\s+from 2 counties", page)
    assert f"/c/{held.key}/report/" in page
    assert "/c/nobody-came/report/" not in page


def test_table_that_is_not_there_answers_404(reader, crowd):
    address = f"/c/{crowd[0].convening.key}/report/attendance/?as=csv&table="
    assert [reader.get(address + n).status_code for n in ("4", "0", "x", "9" * 40)] == [404] * 4


def test_nobody_is_named_where_a_number_opens(reader, crowd):
    page = reader.get(f"/c/{crowd[0].convening.key}/report/numbers/").content.decode()
    assert not re.search(r"\bP3\b", page)
    assert "p3@example.org" not in page


def test_commitments_of_few_are_counted_and_what_became_of_them_is_not_told(reader, crowd):
    with clock.at(END):
        due = (END + timedelta(days=9)).date()
        for row in crowd[:3]:
            made = make_commitment(
                by=None, person=row.person, kind=CommitmentKind.TRY, text="One", due_on=due, convening=row.convening
            )
            say_what_became(by=None, commitment=made, person=row.person, word=Word.KEPT)
    page = reader.get(f"/c/{crowd[0].convening.key}/report/").content.decode()
    assert "3 commitments were made. What became of them is shown once ten people have made one." in page
    table = reader.get(f"/c/{crowd[0].convening.key}/report/commitments/").content.decode()
    assert table.count(">not shown<") == 17  # five words and the sum for each of two kinds, five words of all


def test_pdf_is_made_in_both_languages_with_and_without_anything_to_tell(reader, crowd):
    address = f"/c/{crowd[0].convening.key}/report.pdf"
    for language in ("en", "es"):
        answer = reader.get(address, HTTP_ACCEPT_LANGUAGE=language)
        assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
    crowd[0].convening.registrations.all()[0].attendances.all().delete()
    for row in crowd:
        row.attendances.all().delete()
    assert b"".join(reader.get(address).streaming_content)[:5] == b"%PDF-"
