"""Entry point of the `groundswell` command."""

import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from groundswell import __version__
from groundswell.cli.asking import Parser
from groundswell.cli.reasons import reason_of
from groundswell.cli.registry import COMMANDS, Command
from groundswell.cli.site_start import start


def overview() -> str:
    """The list that `groundswell --help` prints."""
    width = max(len(command.name) for command in COMMANDS)
    lines = ["usage: groundswell COMMAND [options]", "", "commands:"]
    lines += [f"  {command.name:<{width}}  {command.summary}" for command in COMMANDS]
    lines += ["", "`groundswell COMMAND --help` explains one command."]
    return "\n".join(lines)


def find_command(name: str) -> Command | None:
    """Look a command up by its word."""
    return next((command for command in COMMANDS if command.name == name), None)


def parser_of(command: Command, module: ModuleType) -> Parser:
    """What the command understands; a module says in MORE what `--help` adds to its options."""
    parser = Parser(command.name, command.summary, getattr(module, "MORE", ""))
    module.add_arguments(parser)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Return the exit status: 0 done, 1 could not be done, 2 not understood, 130 cancelled."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0
    if words[0] == "--version":
        print(f"groundswell {__version__}")
        return 0
    command = find_command(words[0])
    if command is None:
        print(f"groundswell: there is no command “{words[0]}”. `groundswell --help` lists them.", file=sys.stderr)
        return 2
    return carry_out(command, words[1:])


def carry_out(command: Command, words: list[str]) -> int:
    """Read the command's own words and run it; what ends it from outside is told in a sentence."""
    if command.site:
        start()
    module = importlib.import_module(command.module)
    parser = parser_of(command, module)
    options = parser.parse_args(words)
    try:
        return int(module.run(options))
    except BrokenPipeError:
        # Whoever reads what we print has read enough (`… | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("groundswell: stopped.", file=sys.stderr)
        return 130
    except Exception as error:
        reason = reason_of(error)
        if not reason:
            raise
        print(f"groundswell: {reason}", file=sys.stderr)
        return 1
