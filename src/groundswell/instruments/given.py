"""Answers on their way from a form, a file or another app into rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a field is called date
from decimal import Decimal

from groundswell.instruments.conditions import Answers
from groundswell.instruments.models import Answer


@dataclass(frozen=True, slots=True)
class Given:
    """One row to be: see `models.Answer`."""

    question: str
    row: str = ""
    choice: str = ""
    number: Decimal | None = None
    text: str = ""
    date: Date | None = None
    place_id: int | None = None
    picked_id: int | None = None
    item_id: int | None = None


def plain_answers(rows: Iterable[Answer], codes: Mapping[int, str] | None = None) -> Answers:
    """Rows as conditions, rules and a form's `initial` want them. `codes` are those of the items, by id."""
    held: dict[str, list[str]] = {}
    for row in rows:
        key = f"{row.question}.{row.row}" if row.row else row.question
        if row.choice:
            said = row.choice
        elif row.number is not None:
            said = f"{row.number.normalize():f}"
        elif row.date is not None:
            said = row.date.isoformat()
        elif row.picked_id is not None:
            said = str(row.picked_id)
        elif row.item_id is not None:
            said = (codes or {}).get(row.item_id, "")
        else:
            said = row.text
        held.setdefault(key, []).append(said)
        if row.choice and row.text:
            held[f"{row.question}__other"] = [row.text]
    return held
