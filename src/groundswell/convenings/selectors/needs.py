"""What people need at a site, as they answered at registration: for its host and the organizers only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import get_language

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Convening, Registration, Site
from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.definition import Question
from groundswell.instruments.models import Answer, InstrumentVersion
from groundswell.instruments.selectors import words_of

COUNTED = {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
NAME = tuple(f"person__{name}" for name in ("given_name", "family_name", "display_name", "erased_at"))


def questions_of(convening: Convening) -> list[Question]:
    """What a convening asks at registration."""
    version = InstrumentVersion.objects.filter(pk=convening.questions_id or 0).first()
    return list(version.questions.asked) if version is not None else []


def answers_by_registration(
    rows: Sequence[Registration], questions: Sequence[Question]
) -> dict[int, dict[str, list[str]]]:
    """Registration → question's code → what they said in words; in one query."""
    language = get_language() or "en"
    held: dict[int, list[Answer]] = defaultdict(list)
    responses = [row.answers_id for row in rows if row.answers_id is not None]
    found = Answer.objects.filter(response__in=responses) if responses and questions else Answer.objects.none()
    for answer in found.select_related("place", "picked", "item").order_by("pk"):
        held[answer.response_id].append(answer)
    asked = {question.code: question for question in questions}
    return {row.pk: words_of(asked, held[row.answers_id], language) for row in rows if row.answers_id in held}


@dataclass(frozen=True)
class Total:
    """How many chose what."""

    label: str
    count: int


@dataclass(frozen=True)
class Asked:
    """A question with its totals, the first line of what a caterer or a school office needs."""

    label: str
    totals: list[Total]


def totals_of(site: Site, questions: Sequence[Question]) -> list[Asked]:
    """Of those who have a place at the site, how many chose what; in one query. Choices that nobody made are left out."""
    language = get_language() or "en"
    people = Registration.objects.filter(site=site, state=RegistrationState.REGISTERED, answers__isnull=False)
    counted = (
        Answer.objects.filter(response__in=people.values("answers_id"))
        .exclude(choice="")
        .values_list("question", "choice")
        .annotate(n=Count("pk"))
        .order_by("question", "choice")
    )
    counts = {(question, choice): n for question, choice, n in counted}
    return [
        Asked(
            question.label.say(language),
            [
                Total(choice.label.say(language), counts[question.code, choice.code])
                for choice in question.choices
                if (question.code, choice.code) in counts
            ],
        )
        for question in questions
        if question.kind in COUNTED
    ]


@dataclass(frozen=True)
class Said:
    """A question, and for each answer who gave it."""

    label: str
    answers: list[tuple[str, list[str]]]


def who_said_what(site: Site, questions: Sequence[Question]) -> tuple[list[Said], int]:
    """By question and answer the names of those with a place; and how many of them said nothing yet."""
    rows = list(
        Registration.objects.filter(site=site, state=RegistrationState.REGISTERED)
        .select_related("person")
        .only("answers", *NAME)
        .order_by("person__sort_name", "pk")
    )
    language = get_language() or "en"
    words = answers_by_registration(rows, questions)
    found = []
    for question in questions:
        order = {choice.label.say(language): place for place, choice in enumerate(question.choices)}
        names: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            for answer in words.get(row.pk, {}).get(question.code, []):
                names[answer].append(row.person.name)
        answers = sorted(names.items(), key=lambda one: (order.get(one[0], len(order)), one[0]))
        if answers:
            found.append(Said(question.label.say(language), answers))
    return found, sum(row.answers_id is None for row in rows)
