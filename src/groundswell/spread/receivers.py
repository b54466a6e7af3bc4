"""What is kept of a person here: their commitments and what they said of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.people.models import Person
from groundswell.people.registry.holdings import register_my_data
from groundswell.spread.models import Commitment, Said


def commitments_as_rows(person: Person) -> Iterable[Mapping[str, Any]]:
    """What somebody meant to do, and what they said became of it."""
    for row in Commitment.objects.filter(person=person).prefetch_related("said").order_by("pk"):
        words = [str(said.get_word_display()) for said in row.said.all()]
        yield {_("Commitment"): row.text, _("By"): row.due_on.isoformat(), _("What became of it"): words}
    for row in Commitment.objects.filter(witness=person).order_by("pk"):
        yield {_("Named to say whether it was done"): row.text, _("By"): row.due_on.isoformat()}
    for said in Said.objects.filter(by=person).order_by("pk"):
        yield {_("You said"): str(said.get_word_display()), _("Colleagues"): said.reached, _("In words"): said.note}


def forget_commitments(person: Person) -> None:
    """The words go; that a commitment was made and kept stays counted."""
    Commitment.objects.filter(person=person).update(text=_("(erased)"))
    Commitment.objects.filter(witness=person).update(witness=None)
    Said.objects.filter(by=person).update(note="")


register_my_data(
    "commitments",
    commitments_as_rows,
    label=gettext_lazy("Commitments"),
    order=50,
    erase=forget_commitments,
    tells=["spread.Commitment.person", "spread.Commitment.witness", "spread.Said.by"],
)
