"""What people answered, as numbers that may be shown: counted in SQL, suppressed here, one query a kind of number.

A group with fewer than ten answers is put together with other small ones into "other groups", so that its people are
counted without being seen. `suppression` decides about every single number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform

from groundswell.instruments.choices import QuestionKind, ResponseState
from groundswell.instruments.definition import Definition, Question
from groundswell.instruments.former import with_former
from groundswell.instruments.models import Answer, Instrument, Response
from groundswell.instruments.suppression import FLOOR, Counts, suppress_counts, suppress_groups
from groundswell.standards.models import Item

SEVERAL = frozenset({QuestionKind.MULTIPLE, QuestionKind.PERSON, QuestionKind.STANDARD})  # one person, several answers
ALL = ""  # the group of everybody, where nothing is compared
OTHERS = "*"  # small groups together
COUNTED = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.GRID, QuestionKind.STANDARD})

type Key = tuple[str, str]  # question, row
type Tally = dict[Key, dict[str, dict[str, int]]]  # … → group → choice → people


@dataclass(frozen=True)
class Group:
    """One line of a result. None: not shown."""

    key: str
    people: int | None
    counts: tuple[int | None, ...] = ()
    mean: float | None = None


@dataclass(frozen=True)
class QuestionResult:
    """A question, or one statement of a grid. `choices` are codes and words, `total` is everybody.

    `exclusive` says that each person made one choice, so that the counts of a line add up to its people.
    """

    question: Question
    row: str
    label: str
    total: Group
    choices: tuple[tuple[str, str], ...] = ()
    groups: tuple[Group, ...] = ()
    exclusive: bool = True
    scored: bool = False
    texts: tuple[str, ...] | None = None
    measures: str = ""


@dataclass(frozen=True)
class Results:
    """`sent` is exact from ten on. `asked` is how many could have answered, where somebody knows."""

    sent: int | None
    asked: int | None
    questions: tuple[QuestionResult, ...] = field(default=())
    group_keys: tuple[str, ...] = ()


def of_group(results: Results, key: str) -> list[QuestionResult] | None:
    """What one group said, as far as it may be shown beside the others; None for one that is put together with others."""
    if key not in results.group_keys:
        return None
    return [
        replace(one, total=group, groups=(), texts=None)
        for one in results.questions
        for group in one.groups
        if group.key == key
    ]


def sent_responses(instruments: Iterable[Instrument], about: Sequence[int] | None = None) -> QuerySet[Response]:
    """The answers that count: sent, not withdrawn, about these things (or about whatever)."""
    rows = Response.objects.filter(version__instrument__in=list(instruments), state=ResponseState.SENT)
    return rows if about is None else rows.filter(about_id__in=about)


def results_of(
    instrument: Instrument,
    definition: Definition,
    *,
    language: str,
    about: Sequence[int] | None = None,
    by: str = "",
    asked: int | None = None,
    with_texts: bool = False,
) -> Results:
    """Everything that was answered to the questions of this definition, and to those that only earlier versions ask.

    `by` is a key of the responses' context ("county", "site"): then each question is also counted by its values.
    `with_texts` adds what was written, for those who may read it, where ten or more wrote.
    """
    responses = sent_responses([instrument], about)
    sizes = _sizes(responses, by)
    everybody = sum(sizes.values())
    if everybody < FLOOR:
        return Results(0 if everybody == 0 else None, asked)
    several = [question.code for question in definition.asked if question.kind in SEVERAL]
    counted = _count(responses, by, _folding(sizes), several)
    chosen = {key: {code for counts in groups.values() for code in counts} for key, groups in counted.choices.items()}
    definition = with_former(instrument, definition, list(counted.people), chosen)
    if with_texts:
        counted = replace(counted, texts=_texts(responses))
    groups = tuple(sorted(set(_folding(sizes).values()), key=lambda key: (key == OTHERS, key))) if by else ()
    questions = tuple(
        _result(_Line(question, *line), counted, groups, language)
        for question in definition.asked
        for line in lines_of(question, language)
    )
    return Results(everybody, asked, questions, groups)


@dataclass(frozen=True, slots=True)
class _Line:
    question: Question
    row: str
    label: str
    measures: str


@dataclass(frozen=True, slots=True)
class _Counted:
    """Everything that the database counted, by (question, row) and group."""

    choices: Tally
    people: dict[Key, dict[str, int]]
    sums: dict[Key, dict[str, tuple[float, int]]]
    texts: dict[str, list[str]] | None = None


def _sizes(responses: QuerySet[Response], by: str) -> dict[str, int]:
    if not by:
        return {ALL: responses.count()}
    rows = (
        responses.annotate(group=KeyTextTransform(by, "context"))
        .values("group")
        .annotate(n=Count("pk"))
        .values_list("group", "n")
    )
    sizes: dict[str, int] = defaultdict(int)
    for group, n in rows:
        sizes[group or ALL] += n
    return dict(sizes)


def _folding(sizes: Mapping[str, int]) -> dict[str, str]:
    """Each group's name in the results: its own, or that of the small ones together."""
    keys = list(sizes)
    shown = suppress_groups([sizes[key] for key in keys])
    return {key: key if size is not None else OTHERS for key, size in zip(keys, shown, strict=True)}


def _answers(responses: QuerySet[Response], by: str) -> tuple[QuerySet[Answer], list[str]]:
    rows = Answer.objects.filter(response__in=responses.values("pk"))
    if by:
        return rows.annotate(group=KeyTextTransform(by, "response__context")), ["group"]
    return rows, []


def _count(responses: QuerySet[Response], by: str, fold: Mapping[str, str], several: Sequence[str]) -> _Counted:
    """In one pass over the answers, and a second one over those questions to which one person gives several."""
    rows, grouped = _answers(responses, by)
    counted = _Counted(
        defaultdict(lambda: defaultdict(lambda: defaultdict(int))),
        defaultdict(lambda: defaultdict(int)),
        defaultdict(dict),
    )
    lines = rows.annotate(code=F("item__code")).values("question", "row", "choice", "code", *grouped)
    for line in lines.annotate(n=Count("pk"), total=Sum("number"), numbers=Count("number")):
        key, group = (line["question"], line["row"]), fold.get(line.get("group") or ALL, ALL)
        choice = line["choice"] or line["code"]
        if choice:
            counted.choices[key][group][choice] += line["n"]
        if line["question"] not in several:
            counted.people[key][group] += line["n"]
        if line["numbers"]:
            total, numbers = counted.sums[key].get(group, (0.0, 0))
            counted.sums[key][group] = (total + float(line["total"]), numbers + line["numbers"])
    if several:
        people = rows.filter(question__in=several).values("question", "row", *grouped)
        for line in people.annotate(n=Count("response", distinct=True)):
            group = fold.get(line.get("group") or ALL, ALL)
            counted.people[line["question"], line["row"]][group] += line["n"]
    return counted


def _texts(responses: QuerySet[Response]) -> dict[str, list[str]]:
    """What was written, in the order of the alphabet, so that nobody can be told from where they stand in it."""
    found: dict[str, list[str]] = defaultdict(list)
    written = Answer.objects.filter(response__in=responses.values("pk")).exclude(text="")
    for question, text in written.order_by("text").values_list("question", "text"):
        found[question].append(text)
    return found


def lines_of(question: Question, language: str) -> list[tuple[str, str, str]]:
    """What is counted by itself: the question, or each statement of its grid, as (row, words, what it measures)."""
    if question.kind == QuestionKind.GRID:
        return [(row.code, row.label.say(language), row.measures) for row in question.rows]
    return [("", question.label.say(language), question.measures)]


def _choices(
    question: Question, counted: Mapping[str, Mapping[str, int]], language: str
) -> tuple[tuple[str, str], ...]:
    if question.kind == QuestionKind.STANDARD:
        named = {code for choices in counted.values() for code in choices}
        order = Item.objects.filter(code__in=named).order_by("position").values_list("code", flat=True) if named else ()
        return tuple((code, code) for code in order)
    return tuple((choice.code, choice.label.say(language)) for choice in question.choices)


def _result(line: _Line, counted: _Counted, groups: tuple[str, ...], language: str) -> QuestionResult:
    question, key = line.question, (line.question.code, line.row)
    tally, people, sums = counted.choices.get(key, {}), counted.people.get(key, {}), counted.sums.get(key, {})
    choices = _choices(question, tally, language)
    exclusive = question.kind in {QuestionKind.SINGLE, QuestionKind.GRID}
    scored = question.kind == QuestionKind.NUMBER or any(choice.score is not None for choice in question.choices)
    keys = list(groups) or [ALL]
    table = [[tally.get(group, {}).get(code, 0) for code, _label in choices] for group in keys]
    sizes = [people.get(group, 0) for group in keys]
    if exclusive and not scored:
        counts = _one_choice(table, sizes)
    else:
        counts = _averaged(table, sizes) if scored else _several_choices(table, sizes)
    rows = [
        Group(group, counts.row_totals[n], counts.cells[n], _mean(sums.get(group), counts.row_totals[n]))
        for n, group in enumerate(keys)
    ]
    whole = (sum(total for total, _n in sums.values()), sum(n for _total, n in sums.values())) if sums else None
    return QuestionResult(
        question=question,
        row=line.row,
        label=line.label,
        measures=line.measures,
        choices=choices,
        total=Group(ALL, counts.total, counts.column_totals, _mean(whole, counts.total)),
        groups=tuple(rows) if groups else (),
        exclusive=exclusive,
        scored=scored,
        texts=_enough(counted.texts, question.code),
    )


def _enough(texts: Mapping[str, list[str]] | None, question: str) -> tuple[str, ...] | None:
    """What was written, where ten or more wrote; an empty tuple where fewer did, None where it may not be read."""
    if texts is None:
        return None
    written = texts.get(question, [])
    return tuple(written) if len(written) >= FLOOR else ()


def _averaged(table: list[list[int]], sizes: list[int]) -> Counts:
    """A scale: the counts of everybody when all of them may be shown, else none; of groups only how many answered.

    An average beside one or two hidden counts would give them away; beside none or all of them it does not.
    """
    frame = suppress_counts([[size] for size in sizes])
    width = len(table[0])
    whole = suppress_counts([[sum(row[j] for row in table) for j in range(width)]])
    shown = whole.cells[0] if whole.all_shown else (None,) * width
    return Counts(((None,) * width,) * len(sizes), frame.row_totals, shown, frame.total)


def _one_choice(table: list[list[int]], sizes: list[int]) -> Counts:
    """Choices of which each person made one. Other questions tell how many people a group has: where that would have to be
    hidden here, what each group chose is hidden instead, all of it.
    """
    counts, frame = suppress_counts(table), suppress_counts([[size] for size in sizes])
    told = zip(counts.row_totals, frame.row_totals, strict=True)
    if all(here is not None or elsewhere is None for here, elsewhere in told):
        return counts
    return Counts(((None,) * len(table[0]),) * len(sizes), frame.row_totals, counts.column_totals, counts.total)


def _several_choices(table: list[list[int]], sizes: list[int]) -> Counts:
    """Each choice beside those who did not make it: both have to stand for ten or none."""
    width = len(table[0])
    frame = suppress_counts([[size] for size in sizes])
    made = [
        suppress_counts([[row[j], size - row[j]] for row, size in zip(table, sizes, strict=True)]) for j in range(width)
    ]
    # A group whose size one of these tables hides is hidden in all: they share their totals.
    shut = {n for n, total in enumerate(frame.row_totals) if total is None}
    shut |= {n for one in made for n, total in enumerate(one.row_totals) if total is None}
    closed = frame.total is None or any(one.total is None for one in made) or (len(sizes) > 1 and bool(shut))
    return Counts(
        cells=tuple(tuple(None if closed else one.cells[n][0] for one in made) for n in range(len(sizes))),
        row_totals=tuple(None if closed else total for total in frame.row_totals),
        column_totals=tuple(
            _alone(sum(row[j] for row in table), sum(sizes)) if closed else one.column_totals[0]
            for j, one in enumerate(made)
        ),
        total=frame.total,
    )


def _alone(count: int, people: int) -> int | None:
    """A count of everybody, where neither it nor the rest is a small number of people."""
    return None if people < FLOOR or 0 < count < FLOOR or 0 < people - count < FLOOR else count


def _mean(total: tuple[float, int] | None, people: int | None) -> float | None:
    """To one decimal, of ten people or more."""
    return round(total[0] / total[1], 1) if total and people and total[1] >= FLOOR else None
