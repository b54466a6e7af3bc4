"""The form for one person in sentences, as data and as a sheet."""

from pathlib import Path
from typing import Any

from groundswell.engines.errors import InputError
from groundswell.engines.reach.forms import PersonLine
from groundswell.engines.reach.personal import OwnView
from groundswell.engines.reach.words import months
from groundswell.engines.tables import Sheet, write_workbook

LIKELY, UNLIKELY = 0.5, 0.1
"""Chances from which, and below which, a person is told that the practice is likely, or unlikely, to reach them."""

MOST = 5
"""Ties told one by one."""


def own_words(view: OwnView) -> list[str]:
    """Say it to the person."""
    lines = [f"For {view.name}", *_reached_words(view), *_tie_words(view), *_chain_words(view)]
    if view.bridge is not None:
        lines.append(_bridge_words(view))
    lines.append(_on_words(view))
    if view.links:
        lines.append(f"Your ties link you with {view.links} other {_groups(view.column, view.links)}.")
    if view.holds:
        lines.append(
            f"{_people(view.holds)} would have no way to the rest of the network without you: a second tie would help."
        )
    lines.append("Others are named only where they agreed to be named. Nobody else is told what is written here.")
    return lines


def _reached_words(view: OwnView) -> list[str]:
    if view.already:
        return ["You have taken the practice up already."]
    if view.convened:
        return ["You are among those to be convened: the practice begins with you."]
    if view.bridge is not None or not view.ties_in:
        return ["No chain of ties leads from those who are convened to you."]
    return [
        f"After {months(month)} the practice has reached you with a chance of {_percent(chance)}: {_word(chance)}."
        for month, chance in zip(view.months, view.chances, strict=True)
    ]


def _word(chance: float) -> str:
    if chance >= LIKELY:
        return "likely"
    return "possible" if chance >= UNLIKELY else "not likely"


def _percent(chance: float) -> str:
    return f"{chance:.0%}" if chance >= 0.01 or chance == 0 else "under 1%"


def _tie_words(view: OwnView) -> list[str]:
    """Tell over which ties of their own it would come."""
    if view.already or view.convened or not view.ties_in:
        return []
    linking = [tie for tie in view.ties_in if tie.share > 0]
    if not linking:
        return [f"{len(view.ties_in)} of your ties lead to you, but none from people whom the practice may reach."]
    lines = [f"It would come to you over {len(linking)} of the {len(view.ties_in)} ties that lead to you:"]
    lines += [f"  {_who(tie.other)}: {tie.share:.0%} of what comes" for tie in linking[:MOST]]
    return lines


def _chain_words(view: OwnView) -> list[str]:
    if len(view.chain) < 2:
        return []
    steps = len(view.chain) - 1
    if steps == 1:
        return ["The likeliest way is straight from someone who begins to you."]
    between = ", ".join(_who(line) for line in view.chain[1:-1])
    return [f"The likeliest way has {steps} steps: from {_who(view.chain[0])} over {between} to you."]


def _bridge_words(view: OwnView) -> str:
    found = view.bridge
    assert found is not None
    near = f", {found.km:.0f} km from you" if found.km is not None else ""
    same = f", also in {found.together}" if found.together else ""
    more = f" and to {_people(found.opens - 1)} beyond you" if found.opens > 1 else ""
    aside = f"{same}{near}," if same or near else ""
    return f"The shortest bridge: one new tie from {_who(found.other)}{aside} opens the way to you{more}."


def _on_words(view: OwnView) -> str:
    if not view.ties_out:
        return "No tie leads on from you."
    return (
        f"{view.ties_out} {'ties lead' if view.ties_out > 1 else 'tie leads'} on from you: if you alone took the "
        f"practice up, about {view.passes_on:.1f} others would in time."
    )


def _who(line: PersonLine) -> str:
    where = ", ".join(line.groups)
    if line.name is not None:
        return f"{line.name} ({where})" if where else line.name
    return f"someone in {where}" if where else "someone who is not named here"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _groups(column: str, count: int) -> str:
    return column if count == 1 else f"groups by {column}"


def as_data(view: OwnView) -> dict[str, Any]:
    """Return the same for programs. Others have no id in it, and a name only where they agreed."""
    return {
        "person": view.name,
        "convened": view.convened,
        "already": view.already,
        "reached": {
            str(month): round(chance, 4) for month, chance in zip(view.months, view.chances, strict=True)
        },
        "ties_in": [
            {**_data(tie.other), "probability": round(tie.probability, 4), "share": round(tie.share, 4)}
            for tie in view.ties_in
        ],
        "ties_out": view.ties_out,
        "passes_on": round(view.passes_on, 2),
        "way": [_data(line) for line in view.chain],
        "bridge": None
        if view.bridge is None
        else {
            **_data(view.bridge.other),
            "km": None if view.bridge.km is None else round(view.bridge.km, 1),
            "opens": view.bridge.opens,
        },
        "links": view.links,
        "holds": view.holds,
    }  # fmt: skip


def _data(line: PersonLine) -> dict[str, Any]:
    return {"name": line.name, "groups": list(line.groups)}


def write(path: Path, view: OwnView) -> None:
    """Write the form as a workbook of one sheet."""
    try:
        write_workbook(path, [Sheet("For you", ["What"], [[text] for text in own_words(view)])])
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", source=path.name) from None
