"""Reading instruments and somebody's own answers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from groundswell.core.prepared import Prepared
from groundswell.instruments.choices import Purpose, QuestionKind, ResponseState
from groundswell.instruments.conditions import Answers
from groundswell.instruments.definition import Question
from groundswell.instruments.given import plain_answers
from groundswell.instruments.models import Answer, Instrument, InstrumentVersion, LessonIdea, Response
from groundswell.instruments.ranking import Proposal, rank_options
from groundswell.people.models import Person
from groundswell.spaces.naming import Name
from groundswell.standards.models import Item


def published_version(instrument: Instrument) -> InstrumentVersion | None:
    """The version that is asked now."""
    rows = InstrumentVersion.objects.filter(instrument=instrument, published_at__isnull=False)
    return rows.select_related("instrument").order_by("-number").first()


def instruments_for_list(visible: Q) -> QuerySet[Instrument]:
    """Those within reach, newest first, with the number of answers and the latest published version."""
    sent = Count("versions__responses", filter=Q(versions__responses__state=ResponseState.SENT))
    published = Max("versions__number", filter=Q(versions__published_at__isnull=False))
    rows = Instrument.objects.filter(visible).annotate(answers=sent, published=published)
    return rows.order_by("closed_at", "-made_at")


def siblings_of(instrument: Instrument, visible: Q) -> list[Instrument]:
    """Other published surveys and reflections of the same owner, with which this one can be compared."""
    rows = Instrument.objects.filter(visible, owner_id=instrument.owner_id, versions__published_at__isnull=False)
    comparable = rows.filter(purpose__in=[Purpose.SURVEY, Purpose.REFLECTION]).exclude(pk=instrument.pk)
    return list(comparable.distinct().order_by("made_at")[:50])


def instruments_to_copy(editable: Q, owner_ids: Collection[int]) -> list[Instrument]:
    """Published questions for registrants and surveys of these owners that somebody edits, by title."""
    rows = Instrument.objects.filter(
        editable, owner_id__in=owner_ids, versions__published_at__isnull=False, closed_at=None
    )
    return list(rows.filter(purpose__in=[Purpose.REGISTRATION, Purpose.SURVEY]).distinct().order_by("title", "pk")[:50])


def response_of(person: Person, instrument: Instrument, *, about: int | None = None) -> Response | None:
    """What somebody has answered about this thing, or by the instrument's own page, if they have."""
    rows = Response.objects.filter(person=person, version__instrument=instrument, about=about, state=ResponseState.SENT)
    return rows.select_related("version__instrument").order_by("-sent_at").first()


def answers_of(response: Response) -> Answers:
    """A response as a form's `initial` and as rules read it."""
    rows = list(Answer.objects.filter(response=response).order_by("pk"))
    items = [row.item_id for row in rows if row.item_id]
    codes = dict(Item.objects.filter(pk__in=items).values_list("pk", "code")) if items else {}
    held = plain_answers(rows, codes)
    places = [row for row in rows if row.place_id]
    for row in Answer.objects.filter(pk__in=[row.pk for row in places]).select_related("place") if places else ():
        held[row.question] = [row.place.name if row.place else row.text]  # type: ignore[index]
    return held


def standards_in(response: Response) -> list[Item]:
    """The standards that were named in an answer."""
    return list(
        Item.objects.filter(pk__in=Answer.objects.filter(response=response).values("item_id")).order_by("position")
    )


def proposals_for(version: InstrumentVersion, answers: Answers, language: str) -> list[Proposal]:
    """What a planner proposes for these answers, best first; nothing for an instrument without a result."""
    definition = version.questions
    if definition.result is None:
        return []
    labels = {
        question.code: {choice.code: choice.label for choice in question.choices} for question in definition.asked
    }
    return rank_options(definition.result, answers, labels, language)


@dataclass(frozen=True)
class Said:
    """One question and what was answered, in words."""

    question: str
    answers: list[str]


def answers_in_words(response: Response, language: str | None = None) -> list[Said]:
    """A response as its person reads it. The version must be selected along."""
    language = language or get_language() or "en"
    rows = list(Answer.objects.filter(response=response).select_related("place", "picked", "item").order_by("pk"))
    return said_of(response.version.questions.asked, rows, language)


def said_of(questions: Iterable[Question], rows: Sequence[Answer], language: str) -> list[Said]:
    asked = {question.code: question for question in questions}
    words = words_of(asked, rows, language)
    return [Said(question.label.say(language), words[code]) for code, question in asked.items() if words[code]]


def words_of(asked: Mapping[str, Question], rows: Sequence[Answer], language: str) -> dict[str, list[str]]:
    """By the code of each question asked what was answered, in words."""
    words: dict[str, list[str]] = {code: [] for code in asked}
    for row in rows:
        question = asked.get(row.question)
        if question is not None:
            words[row.question].append(_words(question, row, language))
    return words


def _words(question: Question, row: Answer, language: str) -> str:
    if row.choice:
        choice = question.choice(row.choice)
        said = choice.label.say(language) if choice else row.choice
        if question.kind == QuestionKind.GRID:
            line = next((line.label.say(language) for line in question.rows if line.code == row.row), row.row)
            return f"{line}: {said}"
        return f"{said}: {row.text}" if row.text else said
    for value in (row.place, row.picked, row.item, row.date):
        if value is not None:
            return str(value)
    return f"{row.number.normalize():f}" if row.number is not None else row.text


def shared_tool() -> Instrument | None:
    """The discourse tool that everybody may use, where it has been loaded."""
    return next(iter(_tools()), None)


_tools = Prepared(lambda: Instrument.objects.filter(code="discourse-tool", closed_at=None).order_by("pk"))


@dataclass(frozen=True)
class SharedTool:
    """What a link to the shared tool needs."""

    token: str
    title: str
    title_es: str

    def __str__(self) -> str:
        return self.title_es if self.title_es and (get_language() or "en").startswith("es") else self.title


def shared_tool_row() -> Subquery:
    """The shared tool as a part of another query: its token and titles as JSON, or None."""
    rows = Instrument.objects.filter(code="discourse-tool", closed_at=None)
    return Subquery(rows.values(row=JSONObject(token="token", title="title", title_es="title_es"))[:1])  # noqa: S106 - a column


def as_tool(row: Any) -> SharedTool | None:
    """What `shared_tool_row` found."""
    return SharedTool(**row) if row else None


def name_instruments(spaces: list[int]) -> dict[int, Name]:
    """For feeds: what instruments are called. Their pages are not public."""
    rows = Instrument.objects.filter(space_id__in=spaces)
    return {instrument.space_id: Name(str(instrument)) for instrument in rows}


def lesson_ideas_of(person: Person) -> QuerySet[LessonIdea]:
    """Somebody's lesson ideas, the last changed first."""
    return LessonIdea.objects.filter(person=person).order_by("-changed_at")


def sent_by(person: Person) -> list[tuple[Response, list[Said]]]:
    """What somebody has answered, the newest first, in words; the last hundred."""
    rows = Response.objects.filter(person=person, state=ResponseState.SENT).select_related("version__instrument")
    sent = list(rows.order_by("-sent_at")[:100])
    answers: dict[int, list[Answer]] = defaultdict(list)
    held = Answer.objects.filter(response__in=sent).select_related("place", "picked", "item").order_by("pk")
    for answer in held:
        answers[answer.response_id].append(answer)
    language = get_language() or "en"
    return [(one, said_of(one.version.questions.asked, answers[one.pk], language)) for one in sent]


def responses_of_person(person: Person) -> list[dict[str, Any]]:
    """For "my data": everything somebody answered, in words."""
    rows = Response.objects.filter(person=person).select_related("version__instrument").order_by("sent_at")
    return [
        {
            "asked": str(response.version.instrument),
            "version": response.version.number,
            "state": str(response.get_state_display()),
            "sent": response.sent_at.isoformat() if response.sent_at else "",
            "answers": {said.question: said.answers for said in answers_in_words(response)},
        }
        for response in rows
    ]
