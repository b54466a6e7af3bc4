"""What the engines' commands share: `--json`, `--seed`, `--seconds`, `-o`, and how a problem is told."""

import argparse
import functools
import sys
from collections.abc import Callable
from pathlib import Path

from groundswell.cli.asking import number
from groundswell.engines.errors import Cancelled, Infeasible, InputError
from groundswell.engines.progress import Limit

Run = Callable[[argparse.Namespace], int]


def add_shared(parser: argparse.ArgumentParser, *, output: str) -> None:
    """Add the options that every engine's command has. `output` says what `-o` writes."""
    parser.add_argument("-o", "--output", type=spreadsheet, metavar="FILE", help=output)
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="the same seed gives the same answer (default 1)"
    )
    parser.add_argument("--seconds", type=positive, metavar="S", help="stop after so many seconds with the best found")


def spreadsheet(text: str) -> Path:
    """Read where a spreadsheet goes; a place that cannot be is said before the work, not after."""
    path = Path(text)
    if path.suffix.casefold() not in {".xlsx", ".csv"}:
        raise argparse.ArgumentTypeError(f"“{text}” ends neither in .xlsx nor in .csv")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    return path


def positive(text: str) -> float:
    """Read a number of seconds above 0."""
    value = number(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("give a number above 0")
    return value


def limit_of(options: argparse.Namespace) -> Limit:
    """Return the limit that `--seconds` asks for."""
    return Limit(seconds=options.seconds)


def _began_with_interrupt(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _stopped() -> int:
    print("Stopped before there was an answer.", file=sys.stderr)
    return 130


def tells_problems(run: Run) -> Run:
    """Turn an engine's exceptions into sentences on stderr and an exit status: 1 could not be done, 130 cancelled."""

    @functools.wraps(run)
    def told(options: argparse.Namespace) -> int:
        try:
            return run(options)
        except InputError as error:
            path = getattr(options, error.kind, None) if error.kind is not None and error.line is not None else None
            if error.source is None and isinstance(path, Path):
                error.source = path.name
            lines = [error.located()]
            lines += [f"  - {conflict}" for conflict in error.conflicts] if isinstance(error, Infeasible) else []
        except (Cancelled, KeyboardInterrupt):
            return _stopped()
        except RuntimeError as error:
            # Ctrl-C in the middle of compiling leaves numba as an error of its own.
            if not _began_with_interrupt(error):
                raise
            return _stopped()
        print("\n".join(lines), file=sys.stderr)
        return 1

    return told
