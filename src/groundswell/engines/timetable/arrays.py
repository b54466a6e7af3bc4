"""The question as numbers."""

from collections import defaultdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.timetable.check import rooms_for, starts_for
from groundswell.engines.timetable.model import Mode, Question

type Whole = NDArray[np.int32]
type Long = NDArray[np.int64]
type Flags = NDArray[np.bool_]


class Numbers(NamedTuple):
    """Arrays over sessions in the order of the question, as kernels take them.

    `allowed[session, start]`, `fits[session, room]`, `closed[room, period]`; rooms `ranked` from the smallest; `pause[t]`:
    there is time to change the site between period t and the next. `before[a, b]`: a ends before b starts.
    `links[s, :linked[s]]`: sessions with a person or order shared. `fixed` sessions keep start `at` and room `where`.
    """

    length: Whole
    clash: Long
    same_strand: Long
    shared: Flags
    before: Flags
    linked: Whole
    links: Whole
    fits: Flags
    allowed: Flags
    ranked: Whole
    site: Whole
    pause: Flags
    closed: Flags
    fixed: Flags
    at: Whole
    where: Whole


def clash_weights(question: Question) -> Long:
    """For each pair of sessions the summed weight of the people who want both: the weaker of their two wishes."""
    place = {session.id: number for number, session in enumerate(question.sessions)}
    wants: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for wish in question.wishes:
        wants[wish.person][place[wish.session]] = wish.weight
    clash = np.zeros((len(place), len(place)), np.int64)
    for wanted in wants.values():
        index = np.array(list(wanted), np.int64)
        weight = np.array(list(wanted.values()), np.int64)
        clash[np.ix_(index, index)] += np.minimum(weight[:, None], weight[None, :])
    np.fill_diagonal(clash, 0)
    return clash


def numbers(question: Question) -> Numbers:
    """Make the arrays that the search works on."""
    sessions, rooms, periods = question.sessions, question.rooms, question.periods
    n = len(sessions)
    place = {session.id: number for number, session in enumerate(sessions)}
    fits, allowed = np.zeros((n, len(rooms)), np.bool_), np.zeros((n, len(periods)), np.bool_)
    shared, before = np.zeros((n, n), np.bool_), np.zeros((n, n), np.bool_)
    strand = np.zeros((n, n), np.int64)
    for row, session in enumerate(sessions):
        fits[row, rooms_for(question, session)] = True
        allowed[row, starts_for(question, session)] = True
        for other in session.after:
            before[place[other], row] = True
        for column, second in enumerate(sessions):
            if row != column:
                shared[row, column] = bool(set(session.people) & set(second.people))
                strand[row, column] = session.strand != "" and session.strand == second.strand
    related = shared | before | before.T
    links = np.full((n, max(1, int(related.sum(axis=1).max()))), -1, np.int32)
    for row in range(n):
        others = np.flatnonzero(related[row])
        links[row, : len(others)] = others
    sites = sorted({room.site for room in rooms})
    site = [-1 if room.mode is Mode.REMOTE or not room.site else sites.index(room.site) for room in rooms]
    capacity = [1 << 30 if room.capacity is None else room.capacity for room in rooms]
    fixed = fits.sum(axis=1) + allowed.sum(axis=1) == 2
    closed = np.array([[period.id in room.closed for period in periods] for room in rooms])
    return Numbers(
        length=np.array([session.length for session in sessions], np.int32),
        clash=clash_weights(question),
        same_strand=strand,
        shared=shared,
        before=before,
        linked=related.sum(axis=1).astype(np.int32),
        links=links,
        fits=fits,
        allowed=allowed,
        ranked=np.argsort(capacity, kind="stable").astype(np.int32),
        site=np.array(site, np.int32),
        pause=np.array([period.pause for period in periods]),
        closed=closed,
        fixed=fixed,
        at=np.where(fixed, allowed.argmax(axis=1), -1).astype(np.int32),
        where=np.where(fixed, fits.argmax(axis=1), -1).astype(np.int32),
    )
