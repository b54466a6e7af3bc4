"""Answers in sentences."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from groundswell.engines.reach.answer import Answer, Outlook
from groundswell.engines.reach.brokers import Circle, Structure
from groundswell.engines.reach.forms import SMALLEST, PersonLine, shown
from groundswell.engines.reach.gaps import Bridge
from groundswell.engines.reach.learning import Learned
from groundswell.engines.reach.world import World

NO_FLOOR = 0.001
"""A floor of less than one in a thousand is none."""

GROUPS_TOLD = 8
BRIDGES_TOLD = 5
KINDS_TOLD = 8
BROKERS_TOLD = 10


def people(count: int) -> str:
    """Write so many people."""
    return "1 person" if count == 1 else f"{count:,} people"


def months(count: int) -> str:
    """Write so many months."""
    return "1 month" if count == 1 else f"{count} months"


def how_many(count: float) -> str:
    """Write a number of people as a reader wants it."""
    return f"{count:,.0f}" if count >= 100 else f"{count:.1f}"


def convene_words(world: World, answer: Answer) -> list[str]:
    """Say what is reached and how sure that is."""
    lines = [
        (
            f"Convene {people(len(answer.chosen))}. About {how_many(answer.spread)} of {len(world.ids):,} are then "
            "reached, those convened included."
        ),
        (
            f"No choice of {people(len(answer.chosen))} can reach more than {how_many(answer.best_possible)}: this one "
            f"is certain (999 in 1,000) to reach at least {answer.certificate:.0%} of that."
        ),
    ]
    if answer.cut_short:
        lines.append("Time was over before the certificate was as good as asked for.")
    return lines + list(answer.notes)


def floor_words(answer: Answer) -> list[str]:
    """Say what the floors do and cost."""
    if not answer.floors:
        return []
    missed = [held for held in answer.floors if held.without < held.floor.least]
    lines = []
    if answer.common_floor is not None:
        lines.append(_common_words(answer, answer.common_floor))
    if answer.common_floor is not None and answer.common_floor < NO_FLOOR:
        return lines
    lines.append(
        f"All {len(answer.floors)} floors hold. Without them {len(missed)} would be missed and about "
        f"{how_many(answer.free_spread)} people reached: the floors cost {answer.price:.1%} of the reach."
    )
    show = shown([len(held.floor.members) for held in answer.floors])
    for held, may in zip(answer.floors, show, strict=True):
        if may and held in missed:
            lines.append(
                f"  {held.floor.name}: {how_many(held.reached)} reached, floor {how_many(held.floor.least)}, "
                f"without floors {how_many(held.without)}"
            )
    return lines


def _common_words(answer: Answer, share: float) -> str:
    if share >= NO_FLOOR:
        return f"The highest floor found for every group at this price: {share:.1%} of its people."
    least = min(answer.floors, key=lambda held: held.reached / len(held.floor.members))
    return (
        f"No floor for all {len(answer.floors)} groups was found at this price: those convened reach "
        f"next to nobody in {least.floor.name}. Convene more people, or allow a higher price."
    )


def person_words(line: PersonLine, *, by_id: bool = False) -> str:
    """Name the person where they agreed to it; else say where they are from. `by_id`: nothing but ids is known."""
    if by_id:
        return line.id
    where = ", ".join(line.groups)
    if line.name is not None:
        return f"{line.name} ({where})" if where else line.name
    unnamed = "someone who has not agreed to be named"
    return f"{unnamed} ({where})" if where else unnamed


def outlook_words(world: World, seen: Outlook) -> list[str]:
    """Say who is likely reached by when, and whom nothing reaches."""
    lines = []
    for place, month in enumerate(seen.forecast.months):
        low, mean, high = seen.forecast.group[-1, place]
        lines.append(f"After {months(month)} about {how_many(mean)} people (8 times in 10 {low:,.0f} to {high:,.0f}).")
    if not isinstance(world.delay, float) or world.learned is not None:
        lines.append("How long ties take is from the data.")
    else:
        lines.append(f"How long ties take is assumed: {world.delay:.0f} days on average.")
    return lines + gap_words(world, seen)


def gap_words(world: World, seen: Outlook) -> list[str]:
    """Say whom no chain of ties reaches and which new ties would open most."""
    count = int(seen.gaps.cut_off.sum())
    if not count:
        return ["Everyone can be reached by some chain of ties."]
    lines = [
        (
            f"No chain of ties reaches {count:,} of {len(world.ids):,} people. "
            f"{seen.gaps.islands:,} new {'ties' if seen.gaps.islands > 1 else 'tie'} would reach them all."
        )
    ]
    told = Counter(_bridge_words(world, bridge) for bridge in seen.gaps.bridges)
    for sentence, times in list(told.items())[:BRIDGES_TOLD]:
        lines.append(
            f"  {sentence}." if times == 1 else f"  {sentence}; {times} such ties open the way to others each."
        )
    return lines


def _bridge_words(world: World, bridge: Bridge) -> str:
    near = f", {bridge.km:.0f} km apart" if bridge.km is not None else ""
    start, end = place(world, bridge.reached), place(world, bridge.entry)
    if start == end:
        between = f"between two people in {start}"
    else:
        same = f", both in {bridge.together}" if bridge.together else ""
        between = f"from someone in {start} to someone in {end}{same}"
    return f"A tie {between}{near} opens the way to {bridge.opens:,}"


def place(world: World, number: int) -> str:
    """Say where someone is from, by the widest group that has 10 people or more."""
    if world.people is None or number >= len(world.people):
        return "the network"
    for column in ("district", "county", "region", *world.people.columns):
        if column in world.people.columns:
            names, codes = world.grouped(column)
            code = int(codes[number])
            if code >= 0 and int((codes == code).sum()) >= 10:
                return f"{column} {names[code]}"
    return "the network"


def structure_words(column: str, names: Sequence[str], found: Structure) -> list[str]:
    """Say which groups keep to themselves and on how few people the ties between them rest."""
    lines = [_index_words(column, found.index)]
    show = shown([circle.people for circle in found.circles])
    circles = [circle for circle, may in zip(found.circles, show, strict=True) if may and circle.inside + circle.across]
    closed = sorted((c for c in circles if c.index < min(-0.5, c.by_chance)), key=lambda c: (c.index, c.group))
    lines += [_circle_words(column, names[circle.group], circle) for circle in closed[:GROUPS_TOLD]]
    if len(closed) > GROUPS_TOLD:
        lines.append(f"  {len(closed) - GROUPS_TOLD} more keep to themselves as much or less.")
    cut = int((found.cuts_off > 0).sum())
    if cut:
        lines.append(
            f"{people(cut)} {'is a cut point: without them' if cut == 1 else 'are cut points: if one of them leaves,'} "
            f"others lose their way to the rest (at most {int(found.cuts_off.max()):,} at once)."
        )
    brokers = found.betweenness * (found.groups_met > 0)
    total = float(found.betweenness.sum())
    if total > 0 and not brokers.any():
        lines.append(f"Nobody links one {column} to another.")
    elif total > 0:
        share = float(np.sort(brokers)[::-1][:BROKERS_TOLD].sum()) / total
        count = int((brokers > 0).sum())
        who = f"the {BROKERS_TOLD} strongest of {count:,} brokers" if count > BROKERS_TOLD else _brokers(count)
        lines.append(f"On shortest ways {share:.0%} of those in between are {who} between groups.")
    deepest = int(found.core.max(initial=0))
    inner = int((found.core == deepest).sum())
    ties = "1 tie" if deepest == 1 else f"{deepest} ties"
    lines.append(f"The inner circle: {inner:,} people who each have at least {ties} among themselves.")
    return lines


def _brokers(count: int) -> str:
    return "the only broker" if count == 1 else f"the {count} brokers"


def learned_words(names: Sequence[str], known: Learned) -> list[str]:
    """Say how likely the commonest kinds of ties pass a practice on, with their 90 % intervals."""
    order = np.argsort(-known.class_ties, kind="stable")[:KINDS_TOLD]
    most = order[known.class_ties[order] >= SMALLEST]
    if not len(most):
        return ["Each kind of ties is too rare to tell how likely it passes the practice on."]
    lines = ["How likely a tie passes the practice on (9 times in 10 the truth is within the brackets):"]
    lines += [
        f"  {names[kind]}: {known.class_mean[kind]:.0%} ({known.class_low[kind]:.0%} to {known.class_high[kind]:.0%}), "
        f"{known.class_ties[kind]:,} ties"
        for kind in most.tolist()
    ]
    if len(names) > len(most):
        more = len(names) - len(most)
        lines.append(
            f"  and {'1 kind' if more == 1 else f'{more} kinds'} of ties that {'is' if more == 1 else 'are'} rarer"
        )
    return lines


def _index_words(column: str, index: float) -> str:
    outside = (index + 1) / 2
    return f"Of all ties, {outside:.0%} cross from one {column} to another (E-I index {index:+.2f})."


def _circle_words(column: str, name: str, circle: Circle) -> str:
    ties = circle.inside + circle.across
    held = (
        f"{circle.linkers} of its {circle.people:,} people {'has' if circle.linkers == 1 else 'have'} a tie outside"
        if circle.linkers
        else "nobody in it has a tie outside"
    )
    return f"  {column} {name} keeps to itself: {circle.inside:,} of {ties:,} ties stay inside; {held}."
