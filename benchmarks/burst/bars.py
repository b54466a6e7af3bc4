"""Many register at once for sites that run out: each site exactly full, the rest waiting in order, none lost, none doubled.

3,000 at 100 a second, then again with the server and the worker killed at a random moment, on SQLite and, where its
server programs are, on PostgreSQL. KILLS in the environment says how often (default 20), RATE how many a second.
"""

import asyncio
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.with_postgres import cluster

from benchmarks.burst.house import COUNTED, LAPSE, SITES, House, Plot
from benchmarks.burst.rush import READS, Rush, rush

PORT = 8471
COUNT, SEATS = 3000, 250
RATE = int(os.environ.get("RATE", "100"))  # presses a second
FEW, FEW_SEATS = 480, 40  # for the runs with a kill
SEED = 20

HEAD = (
    f"{'database':<11}{'rows':>6}{'people':>8}{'full':>6}{'waiting':>9}{'in order':>9}{'letters':>9}{'mailed':>8}{'twice':>7}"
    f"{'errors':>8}{'p50 ms':>8}{'p95 ms':>8}{'pages p95':>11}{'CPU ms each':>13}"
)


def run(data: Path | None, peer: Path | None) -> str:
    """Both databases."""
    lines = [
        f"{COUNT} registrations at {RATE} a second, every tenth sent twice at once, for {SITES} sites of {SEATS} seats, while",
        f"{READS} pages a second are read and the worker hands letters to a mail server. Two processes; the senders and the",
        f"mail server on the same machine. Wanted: {COUNT} rows and people, 8 full, 1000 waiting, 8 in order, {COUNT} letters,",
        "each mailed once, no error; pages' 95th percentile 150 ms.",
        "",
        HEAD,
    ]
    kills = int(os.environ.get("KILLS", "20"))
    calmly, killed_runs = [], []
    for name in ("SQLite", "PostgreSQL"):
        with database(name) as url:
            if url is None:
                calmly.append("PostgreSQL's server programs are not on this machine: left out.")
                continue
            calmly.append(calm(name, url))
        if kills:
            with database(name) as url:
                killed_runs.append(killed(name, url or "", kills))
    return "\n".join([*lines, *calmly, *(["", *KILLING] if killed_runs else []), *killed_runs]) + "\n"


@contextmanager
def database(name: str) -> Iterator[str | None]:
    """The address of an empty one, the empty text for SQLite; None where there is none to be had."""
    if name == "SQLite":
        yield ""
        return
    with cluster(durable=True) as url:
        yield url


def calm(name: str, url: str) -> str:
    """The whole rush on one database: a row of the table."""
    with Plot(url, port=PORT, seats=SEATS).house() as made:
        before = made.processor_seconds()
        result = asyncio.run(rush(PORT, count=COUNT, rate=RATE, sites=SITES))
        spent = made.processor_seconds() - before
        counted = settle(made)
        twice = sum(times > 1 for times in made.mailbox.taken.values())
        mailed = len(made.mailbox.taken)
    rows, people, full, waiting, ordered, letters, _doubted, _going = counted
    return (
        f"{name:<11}{rows:>6}{people:>8}{full:>6}{waiting:>9}{ordered:>9}{letters:>9}{mailed:>8}{twice:>7}{result.wrong:>8}"
        f"{_ms(result.sent, 0.5):>8}{_ms(result.sent, 0.95):>8}{_ms(result.read, 0.95):>11}{1000 * spent / COUNT:>13.1f}"
    )


def settle(made: House) -> list[int]:
    """Wait until the worker has handed over what it can, and count."""
    counted: list[int] = []
    for _attempt in range(120):
        counted = [int(word) for word in made.ask(COUNTED).split()]
        if counted[-1] == 0:
            break
        time.sleep(1)
    return counted


def _ms(seconds: list[float], share: float) -> str:
    ordered = sorted(seconds)
    return f"{1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]:.0f}" if ordered else "none"


KILLING = [
    f"The same with {FEW} registrations for {SITES} sites of {FEW_SEATS} seats, and SIGKILL of the server and the worker at a",
    "random moment; both are started again, and whoever got no answer presses again. After a kill the claims of the worker",
    "are made five minutes older instead of waiting for them to lapse.",
]


def killed(name: str, url: str, times: int) -> str:
    """So many runs with a kill each: how many were whole."""
    plot = Plot(url, port=PORT, seats=FEW_SEATS)
    luck = random.Random(SEED)
    whole = twice = again = doubted = 0
    wrong: list[str] = []
    for number in range(times):
        with plot.house() as made:
            result = asyncio.run(_with_kill(made, luck.uniform(0.2, FEW / RATE)))
            made.ask(LAPSE)
            counted = settle(made)
            doubled = sum(made.mailbox.taken.values()) - len(made.mailbox.taken)
            wanted = [FEW, FEW, SITES, FEW - SITES * FEW_SEATS, SITES, FEW]
            *found, in_doubt, going = counted
            good = found == wanted and going == 0 and len(made.mailbox.taken) == FEW and result.wrong == 0
        whole += good
        doubted += in_doubt
        twice += doubled
        again += result.again
        if not good:
            wrong.append(f"run {number + 1}: {counted}, {len(made.mailbox.taken)} mailed, {result.wrong} unanswered")
    told = (
        f"  {name}: {whole} of {times} runs whole (each site full, the rest in order, none lost or doubled); {again} presses"
        f" were repeated; {twice} letters reached the mail server twice; {doubted} are shown as in doubt."
    )
    return "\n".join([told, *(f"    {line}" for line in wrong)])


async def _with_kill(made: House, moment: float) -> Rush:
    async def kill() -> None:
        await asyncio.sleep(moment)
        made.end(signal.SIGKILL)
        await asyncio.to_thread(made.start)

    killing = asyncio.create_task(kill())
    result = await rush(PORT, count=FEW, rate=RATE, sites=SITES)
    await killing
    return result
