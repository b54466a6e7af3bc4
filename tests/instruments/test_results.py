import pytest

from groundswell.instruments.formats.sheets import answers_sheet, codebook_sheet, write_answers
from groundswell.instruments.given import Given
from groundswell.instruments.pairs import before_and_after
from groundswell.instruments.results import OTHERS, results_of
from groundswell.instruments.services.editing import add_question, change_question, remove_question
from groundswell.instruments.services.instruments import publish_version, start_draft
from groundswell.instruments.services.responses import submit_response, withdraw_response
from groundswell.instruments.services.starters import make_from_starter
from groundswell.people.services.people import NewPerson, provide_people
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space

pytestmark = pytest.mark.django_db


def answer(version, degree, *, county="45", liked=(), words="", person=None, about=None):
    given = [Given("came", choice="yes"), Given("stand", row="knowledge", choice=f"d{degree}", number=degree)]
    given += [Given("liked", choice=one) for one in liked]
    given += [Given("why", text=words)] if words else []
    return submit_response(version=version, given=given, context={"county": county}, person=person, about=about)


def of(results, code, row=""):
    return next(one for one in results.questions if (one.question.code, one.row) == (code, row))


def results(survey, version, **more):
    return results_of(survey, version.questions, language="en", **more)


def test_fewer_than_ten_answers_show_nothing(survey, version):
    assert results(survey, version).sent == 0
    for _ in range(9):
        answer(version, 3)
    found = results(survey, version)
    assert (found.sent, found.questions) == (None, ())


def test_ten_answers_are_counted(survey, version):
    for _ in range(10):
        answer(version, 3, liked=["talk"])
    withdraw_response(by=None, response=answer(version, 1))
    found = results(survey, version, asked=40)
    assert (found.sent, found.asked) == (10, 40)
    stand = of(found, "stand", "knowledge")
    assert (stand.total.people, stand.total.counts, stand.total.mean) == (10, (0, 0, 10), 3.0)
    assert of(found, "liked").total.counts == (10, 0, 0)
    assert (of(found, "stand", "team").total.people, of(found, "stand", "team").total.mean) == (0, None)


def test_scale_with_a_small_count_shows_its_average_only(survey, version):
    for degree in [1] * 2 + [2] * 15 + [3] * 30:
        answer(version, degree)
    stand = of(results(survey, version), "stand", "knowledge")
    assert (stand.total.counts, stand.total.people, stand.total.mean) == ((None, None, None), 47, 2.6)


def changed(survey, choices):
    """A second version whose first question has these choices."""
    draft = start_draft(by=None, instrument=survey)
    raw = next(one for one in draft.definition["questions"] if one["code"] == "came")
    change_question(by=None, version=draft, code="came", data={**raw, "choices": choices}, revision=draft.revision)
    draft.refresh_from_db()
    return publish_version(by=None, version=draft)


def test_choice_that_a_later_version_no_longer_offers_stays_counted(survey, version):
    for _ in range(12):
        answer(version, 3)
    held = list(of(results(survey, version), "came").choices)
    later = changed(survey, [{"code": "aye", "label": "Aye"}, {"code": "nay", "label": "Nay"}])
    came = of(results(survey, later), "came")
    assert held[0] == ("yes", "Yes")
    assert came.choices == (("aye", "Aye"), ("nay", "Nay"), ("yes", "Yes (offered earlier)"))
    assert (came.total.counts, came.total.people) == ((0, 0, 12), 12)


def without(survey, *codes):
    """A later version that asks these no more, published."""
    draft = start_draft(by=None, instrument=survey)
    for code in codes:
        draft.refresh_from_db()
        remove_question(by=None, version=draft, code=code, revision=draft.revision)
    draft.refresh_from_db()
    return publish_version(by=None, version=draft)


def test_question_that_a_later_version_took_out_stays_with_its_answers(survey, version):
    for n in range(24):
        answer(version, 3, liked=["talk"] if n % 2 else ["food"], words="So it is.")
    later = without(survey, "liked", "why", "day")
    found = results(survey, later, with_texts=True)
    liked, why = of(found, "liked"), of(found, "why")
    assert (liked.label, liked.total.counts, liked.exclusive) == (
        "What did you like? (asked earlier)", (12, 12, 0), False
    )  # fmt: skip
    assert (why.label, why.texts) == ("Why? (asked earlier)", ("So it is.",) * 24)
    assert "day" not in {one.question.code for one in found.questions}  # nobody had answered it
    assert [one.question.code for one in found.questions][-2:] == ["liked", "why"]


def test_statement_that_a_later_version_took_out_stays_with_its_answers(survey, version):
    for _ in range(12):
        answer(version, 3)
    draft = start_draft(by=None, instrument=survey)
    raw = next(one for one in draft.definition["questions"] if one["code"] == "stand")
    kept = {**raw, "rows": raw["rows"][1:]}
    change_question(by=None, version=draft, code="stand", data=kept, revision=draft.revision)
    draft.refresh_from_db()
    found = results(survey, publish_version(by=None, version=draft))
    stand = of(found, "stand", "knowledge")
    assert (stand.label, stand.total.mean) == ("I know how (asked earlier)", 3.0)


def test_export_keeps_what_only_an_earlier_version_asked(survey, version, tmp_path):
    for _ in range(12):
        answer(version, 3, liked=["talk"])
    later = without(survey, "liked")
    path = tmp_path / "answers.csv"
    write_answers(path, survey, later.questions, "en")
    assert path.read_text().count(",talk") == 12
    sheet, whole = answers_sheet(survey, later.questions)
    assert ["liked", "multiple", "What did you like? (asked earlier)", "", "", ""] in codebook_sheet(whole, "en").rows
    assert "liked" in sheet.columns


def test_new_question_never_takes_the_code_of_one_that_was_taken_out(survey, version):
    draft = start_draft(by=None, instrument=survey)
    first = add_question(by=None, version=draft, kind="single", revision=draft.revision)
    draft.refresh_from_db()
    publish_version(by=None, version=draft)
    without(survey, first)
    draft = start_draft(by=None, instrument=survey)
    assert add_question(by=None, version=draft, kind="single", revision=draft.revision) != first


def test_several_choices_hide_those_who_did_not_choose_too(survey, version):
    for n in range(30):
        answer(version, 3, liked=["talk"] * (n < 25) + ["food"] * (n >= 18) + ["other"] * (n < 3))
    assert of(results(survey, version), "liked").total.counts == (None, 12, None)


def test_small_groups_are_counted_together(survey, version):
    for county, people in {"45": 30, "18": 4, "25": 12, "52": 40}.items():
        for _n in range(people):
            answer(version, 3, county=county)
    found = results(survey, version, by="county")
    assert found.group_keys == ("45", "52", OTHERS)
    stand = of(found, "stand", "knowledge")
    assert [(group.key, group.people, group.counts) for group in stand.groups] == [
        ("45", 30, (None, None, None)),
        ("52", 40, (None, None, None)),
        (OTHERS, 16, (None, None, None)),
    ]
    assert [group.mean for group in stand.groups] == [3.0, 3.0, 3.0]
    assert [group.counts for group in of(found, "came").groups] == [(30, 0), (40, 0), (16, 0)]
    assert stand.total.counts == (0, 0, 86)
    assert stand.total.people == 86


def test_page_of_all_answers_tells_no_number_that_the_page_by_county_hides(survey, version):
    for county, choice, people in (("45", "yes", 3), ("45", "no", 20), ("52", "yes", 30)):
        for _n in range(people):
            submit_response(version=version, given=[Given("came", choice=choice)], context={"county": county})
    whole, by_county = (of(results(survey, version, by=by), "came") for by in ("", "county"))
    assert (whole.total.counts, by_county.total.counts) == ((33, 20), (33, 20))
    assert [(group.people, group.counts) for group in by_county.groups] == [(23, (None, None)), (30, (None, None))]


def test_words_are_read_only_when_ten_wrote_and_without_order(survey, version):
    for n in range(10):
        answer(version, 3, words=f"word {9 - n}" if n < 9 else "")
    assert of(results(survey, version, with_texts=True), "why").texts == ()
    assert of(results(survey, version), "why").texts is None
    answer(version, 3, words="a tenth")
    assert of(results(survey, version, with_texts=True), "why").texts[:2] == ("a tenth", "word 1")


def test_queries_do_not_grow_with_answers(survey, version, django_assert_max_num_queries):
    for n in range(25):
        answer(version, 1 + n % 3, county=str(n % 2), words="x")
    with django_assert_max_num_queries(8):
        results(survey, version, by="county", with_texts=True)


def test_before_and_after_count_those_who_answered_both(survey, version, owner):
    event = make_space(kind=Kind.CONVENING)
    people = provide_people(by=None, records=[NewPerson(email=f"p{n}@example.org") for n in range(14)])
    before = make_from_starter(by=None, code="symposium-before", owner=owner)
    later = before.versions.get()

    def measure(instrument_version, person, degree):
        given = [Given("stand", row="knowledge", choice=f"d{degree}", number=degree)]
        submit_response(version=instrument_version, given=given, person=person, about=event.pk)

    for person in people[:12]:
        measure(later, person, 2)
    for person in people[2:]:
        measure(version, person, 3)
    arguments = ((before, later.questions), (survey, version.questions))
    pair = before_and_after(*arguments, language="en", about=[event.pk])[0]
    assert (pair.people, pair.before, pair.after, (pair.up, pair.same, pair.down)) == (10, 2.0, 3.0, (10, 0, 0))
    assert before_and_after(*arguments, language="en", about=[owner.pk])[0].people == 0
    withdraw_response(by=people[5].user, response=people[5].responses.first())
    assert before_and_after(*arguments, language="en", about=[event.pk])[0].people is None
