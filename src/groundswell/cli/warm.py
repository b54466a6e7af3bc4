"""`groundswell warm`: compile the computing cores once, so that the first answer is quick."""

import argparse
import sys
import time

from groundswell.engines import warm

MORE = """\
Takes a few minutes once; without it the first question to each engine takes as long. Run it as the user of the service:
what it makes is kept in that user's cache, or in GROUNDSWELL_CACHE_DIR.

  groundswell warm
  groundswell warm mixing siting
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "engines", nargs="*", metavar="ENGINE", help=f"which ones (all where none is named): {', '.join(warm.KERNELS)}"
    )


def run(options: argparse.Namespace) -> int:
    unknown = [name for name in options.engines if name not in warm.KERNELS]
    if unknown:
        print(
            f"groundswell warm: there is no engine “{unknown[0]}”. There are {', '.join(warm.KERNELS)}.",
            file=sys.stderr,
        )
        return 2
    for engine in options.engines or warm.KERNELS:
        if not warm.is_there(engine):
            continue
        was_ready = warm.is_ready(engine)
        started = time.monotonic()
        warm.prepare(engine)
        print(f"{engine}: " + ("ready" if was_ready else f"prepared in {time.monotonic() - started:.0f} s"), flush=True)
    return 0
