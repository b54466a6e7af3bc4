"""Loading the shipped frameworks, and statements by those who may."""

import csv
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.intake.choices import Outcome
from groundswell.intake.importers import Applied, Problem
from groundswell.standards.choices import GRADE_SPANS, Subject
from groundswell.standards.codes import FACTS
from groundswell.standards.models import Framework, Item, ItemLink
from groundswell.standards.records import StatementRecord

FRAMEWORKS = {
    "ccssm": {
        "title": "Common Core State Standards for Mathematics",
        "subject": Subject.MATH,
        "notice": "© 2010 National Governors Association Center for Best Practices and Council of Chief State School Officers",
    },
    "ngss": {
        "title": "Next Generation Science Standards",
        "subject": Subject.SCIENCE,
        "notice": "NGSS Lead States, 2013. Copyright of the statements: Achieve, Inc., on behalf of the lead states.",
    },
}
UPDATED = ["kind", "parent", "subject", "grade_low", "grade_high", "title", "emphasis", "position"]


def _facts(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_standards() -> tuple[int, int]:
    """Bring the shipped items and connections into the database; again is safe, and imported statements stay.

    Returns how many items and connections there are now.
    """
    with transaction.atomic():
        frameworks = {
            code: Framework.objects.update_or_create(code=code, defaults=about)[0] for code, about in FRAMEWORKS.items()
        }
        items = _load_items(frameworks)
        links = [
            ItemLink(
                kind=row["kind"], source=items[row["source"]], target=_target(items, row["target"]), said=row["target"]
            )
            for row in _facts("links.csv")
        ]
        ItemLink.objects.bulk_create(
            links,
            update_conflicts=True,
            unique_fields=["kind", "source", "said"],
            update_fields=["target"],
            batch_size=500,
        )
    return len(items), len(links)


def _load_items(frameworks: Mapping[str, Framework]) -> dict[str, Item]:
    """Level by level, because a child needs its parent's id. No code stands in two of the shipped frameworks."""
    waiting = list(enumerate(_facts("items.csv")))
    items: dict[str, Item] = {}
    while waiting:
        level = [(n, row) for n, row in waiting if not row["parent"] or row["parent"] in items]
        made = [_item(frameworks[row["framework"]], n, row, items.get(row["parent"])) for n, row in level]
        Item.objects.bulk_create(
            made, update_conflicts=True, unique_fields=["framework", "code"], update_fields=UPDATED, batch_size=500
        )
        codes = {item.code for item in made}
        items |= {
            item.code: item for item in Item.objects.filter(framework__in=frameworks.values()) if item.code in codes
        }
        placed = {n for n, _ in level}
        waiting = [(n, row) for n, row in waiting if n not in placed]
    return items


def _item(framework: Framework, position: int, row: Mapping[str, str], parent: Item | None) -> Item:
    low, high = GRADE_SPANS[row["grades"]]
    return Item(
        framework=framework, code=row["code"], kind=row["kind"], parent=parent, subject=row["subject"], grade_low=low,
        grade_high=high, title=row["title"], emphasis=row["emphasis"], position=position,
    )  # fmt: skip


def _target(items: Mapping[str, Item], said: str) -> Item | None:
    """The item as printed; a core idea "of grade 3" (3.PS2.A) is the core idea. Ranges and errors have none."""
    return items.get(said) or items.get(said.partition(".")[2])


def bring_in_statements(*, by: User | None, records: Sequence[StatementRecord], dry_run: bool) -> list[Applied]:
    """Put texts to codes, as somebody with the right to them brings them; say of each, in order, what became of it."""
    codes = {one.code for one in records}
    rows = Item.objects.select_related("framework").filter(code__in=codes) if codes else Item.objects.none()
    items = {(item.framework.code, item.code): item for item in rows}
    applied, changed = [], []
    for one in records:
        item = items.get((one.framework, one.code))
        if item is None:
            problem = Problem(
                _("This standard is not here yet. Load standards first: groundswell setup."), "code", one.code
            )
            applied.append(Applied(Outcome.SKIPPED, (problem,)))
            continue
        if item.statement == one.text:
            applied.append(Applied(Outcome.UNCHANGED))
            continue
        applied.append(Applied(Outcome.CHANGED if item.statement else Outcome.CREATED))
        item.statement = one.text
        changed.append(item)
    if changed and not dry_run:
        with transaction.atomic():
            Item.objects.bulk_update(changed, ["statement"], batch_size=200)
            record(verb="standards.statements_brought", by=by, facts={"standards": len(changed)})
    return applied
