"""How a command asks for its words: one parser for all, whose refusals are sentences."""

import argparse
import socket
import sys
from typing import NoReturn


def whole_number(text: str) -> int:
    """Read a whole number; what is none is said in words."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number.") from None


def number(text: str) -> float:
    """Read a number; what is none is said in words."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number.") from None


def port(text: str) -> int:
    """Read a port that a program may listen on."""
    value = whole_number(text)
    if not 0 < value < 2**16:
        raise argparse.ArgumentTypeError(f"{value} is no port; give one from 1024 to 65535.")
    return value


def at_least_one(text: str) -> int:
    """Read a count of things there must be."""
    value = whole_number(text)
    if value < 1:
        raise argparse.ArgumentTypeError("give 1 or more.")
    return value


class Parser(argparse.ArgumentParser):
    """The usual parser; a mistake is one sentence and where to read on, not the whole list of options again."""

    def __init__(self, name: str, summary: str, more: str = "") -> None:
        super().__init__(
            prog=f"groundswell {name}",
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=more.strip(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        self.register("type", int, whole_number)
        self.register("type", float, number)

    def error(self, message: str) -> NoReturn:
        """Say it and end with status 2."""
        said = message.removeprefix("argument ")
        print(f"{self.prog}: {said.rstrip('.')}. `{self.prog} --help` explains it.", file=sys.stderr)
        raise SystemExit(2)


def port_is_free(port: int) -> bool:
    """Nobody listens there."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) != 0
