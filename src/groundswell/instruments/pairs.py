"""What moved between two surveys, person by person, without looking at who the person is."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.instruments.definition import Definition
from groundswell.instruments.models import Answer, Instrument
from groundswell.instruments.results import lines_of, sent_responses
from groundswell.instruments.suppression import FLOOR, suppress_counts


@dataclass(frozen=True)
class Pair:
    """One thing that was measured before and after, among those who answered both. None: fewer than ten did."""

    measures: str
    label: str
    people: int | None
    before: float | None
    after: float | None
    least: float
    most: float
    up: int | None = None
    same: int | None = None
    down: int | None = None


def before_and_after(
    first: tuple[Instrument, Definition],
    second: tuple[Instrument, Definition],
    *,
    language: str,
    about: Sequence[int] | None = None,
) -> list[Pair]:
    """What both instruments measure under one name, person by person through their link; no name is looked at."""
    wanted = _measured(first[1], language)
    later = _measured(second[1], language)
    pairs = []
    one, two = _scores(first[0], about), _scores(second[0], about)
    for name, (key, label, least, most) in later.items():
        if name not in wanted:
            continue
        before, after = one.get(wanted[name][0], {}), two.get(key, {})
        both = [(before[link], after[link]) for link in before.keys() & after.keys()]
        pairs.append(_pair(name, label, both, least, most))
    return pairs


def _measured(definition: Definition, language: str) -> dict[str, tuple[tuple[str, str], str, float, float]]:
    found = {}
    for question in definition.asked:
        scores = [choice.score for choice in question.choices if choice.score is not None]
        low, high = (min(scores), max(scores)) if scores else (question.least or 0, question.most or 0)
        for row, label, measures in lines_of(question, language):
            if measures:
                found[measures] = ((question.code, row), label, float(low), float(high))
    return found


def _scores(instrument: Instrument, about: Sequence[int] | None) -> dict[tuple[str, str], dict[uuid.UUID, float]]:
    rows = Answer.objects.filter(response__in=sent_responses([instrument], about).values("pk"), number__isnull=False)
    found: dict[tuple[str, str], dict[uuid.UUID, float]] = defaultdict(dict)
    for question, row, link, number in rows.order_by("response_id").values_list(
        "question", "row", "response__link", "number"
    ):
        found[question, row][link] = float(number or 0)
    return found


def _pair(name: str, label: str, both: list[tuple[float, float]], least: float, most: float) -> Pair:
    if len(both) < FLOOR:
        return Pair(name, label, 0 if not both else None, None, None, least, most)
    moved = [sum(b > a for a, b in both), sum(b == a for a, b in both), sum(b < a for a, b in both)]
    up, same, down = suppress_counts([moved]).cells[0]
    before, after = (sum(pair[n] for pair in both) / len(both) for n in (0, 1))
    return Pair(name, label, len(both), round(before, 1), round(after, 1), least, most, up, same, down)
