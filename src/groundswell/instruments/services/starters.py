"""Instruments that ship with the product, as files: a copy becomes somebody's own to change."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from groundswell.accounts.models import User
from groundswell.core.errors import Refused
from groundswell.instruments.choices import OpenTo
from groundswell.instruments.models import Instrument
from groundswell.instruments.services.instruments import create_instrument, publish_version, start_draft
from groundswell.instruments.wording import Words
from groundswell.spaces.models import Space

FOLDER = Path(__file__).parent.parent / "starters"
STARTERS = ("registration", "symposium-before", "symposium-after", "discourse-tool")


class UnknownStarter(Refused):
    """No instrument of this name ships with the product."""


def read_starter(code: str, aims: Sequence[Words] = ()) -> dict[str, Any]:
    """The file as data, its `rows_from` filled with the aims and its `options_from` with the other file's options."""
    if code not in STARTERS:
        raise UnknownStarter(f"No instrument called “{code}” ships with the product.")
    data = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    if other := data.pop("options_from", None):
        data["result"] |= tomllib.loads((FOLDER / f"{other}.toml").read_text(encoding="utf-8"))
    for question in data["questions"]:
        if question.pop("rows_from", None) == "aims" and aims:
            question["rows"] = [
                {"code": f"aim-{n}", "measures": f"aim-{n}", "label": {"en": aim.en, "es": aim.es}}
                for n, aim in enumerate(aims, start=1)
            ]
    return data


def make_from_starter(
    *,
    by: User | None,
    code: str,
    owner: Space,
    aims: Sequence[Words] = (),
    title: str = "",
    title_es: str = "",
    shared_code: str | None = None,
    publish: bool = True,
) -> Instrument:
    """An instrument of the owner's from a shipped file. `aims` are those that a survey after an event asks about, in order.

    `shared_code` makes it findable by code (one only); without `publish` its first version stays a draft.
    """
    data = read_starter(code, aims)
    with transaction.atomic():
        instrument = create_instrument(
            by=by,
            owner=owner,
            title=title or data["title"],
            title_es=title_es or data["title_es"],
            purpose=data["purpose"],
            definition={key: data[key] for key in ("questions", "intro", "thanks", "result") if key in data},
            code=shared_code,
            open_to=data.get("open_to", OpenTo.NOBODY),
            repeats=data.get("repeats", False),
        )
        if publish:
            publish_version(by=by, version=start_draft(by=by, instrument=instrument))
    return instrument


def provide_discourse_tool(*, owner: Space) -> Instrument:
    """The one discourse tool that everybody may use; made when it is missing."""
    held = Instrument.objects.filter(code="discourse-tool").first()
    return held or make_from_starter(by=None, code="discourse-tool", owner=owner, shared_code="discourse-tool")
