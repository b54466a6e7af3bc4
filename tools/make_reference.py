"""Write docs/reference/ from the code, or with --check say what is stale.

usage: python tools/make_reference.py [--check]
"""

import argparse
import importlib
import inspect
import os
import re
import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402

django.setup()

from django.tasks import Task  # noqa: E402
from django.urls import URLPattern, URLResolver, get_resolver  # noqa: E402

from config.explained import SETTINGS  # noqa: E402
from groundswell.access.permissions import Permission  # noqa: E402
from groundswell.access.roles import ROLES  # noqa: E402
from groundswell.activity.chores import all_duties  # noqa: E402
from groundswell.activity.verbs import all_verbs  # noqa: E402
from groundswell.cli.main import parser_of  # noqa: E402
from groundswell.cli.registry import COMMANDS  # noqa: E402
from groundswell.core.doors import door_of  # noqa: E402

MADE = "<!-- Made by tools/make_reference.py from the code; edit the code. -->\n\n"


def settings() -> str:
    """A row a setting."""
    rows = [f"| `{s.name}` | `{s.default}` | {s.meaning} |" for s in SETTINGS]
    return "# Settings\n\n" + MADE + "| Name | Without it | Meaning |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def commands() -> str:
    """A part a command, with its options and what `--help` adds."""
    parts = [COMMANDS_HEAD]
    for command in COMMANDS:
        module = importlib.import_module(command.module)
        parts.append(f"## `groundswell {command.name}`\n\n{command.summary[0].upper()}{command.summary[1:]}.\n")
        rows = [f"| {words} | {meaning} |" for words, meaning in options_of(parser_of(command, module))]
        parts += ["| Option | Meaning |\n|---|---|\n" + "\n".join(rows) + "\n"] if rows else []
        parts.append(re.sub(r"^ +", "    ", module.MORE, flags=re.MULTILINE))
    return "\n".join(parts)


COMMANDS_HEAD = "# Commands\n\n" + MADE + "`groundswell COMMAND --help` says the same.\n"


def options_of(parser: argparse.ArgumentParser) -> list[tuple[str, str]]:
    """How each is written, and what it means; the parser's own `--help` is left out."""
    found = []
    for action in parser._actions:  # noqa: SLF001 - there is no other list of them
        if action.dest == "help":
            continue
        value = "" if action.nargs == 0 else action.metavar or action.dest.upper()
        names = ", ".join(f"`{name}`" for name in action.option_strings) or f"`{action.metavar or action.dest}`"
        meaning = (action.help or "").replace("%%", "%").replace("|", "\\|")
        found.append((f"{names} {value if action.option_strings else ''}".strip(), meaning))
    return found


def permissions() -> str:
    """Roles with what they may do, and the permissions."""
    lines = ["# Roles and permissions\n", MADE]
    for role in ROLES:
        kinds = ", ".join(sorted(str(kind.label) for kind in role.on))
        held = ", ".join(f"`{permission}`" for permission in sorted(role.permissions))
        lines.append(f"## {role.name}\n\n{role.description}\n\nHeld on: {kinds}.\n\nMay: {held}.\n")
    lines.append("## All permissions\n")
    lines += [f"- `{permission}`" for permission in sorted(Permission)]
    return "\n".join(lines) + "\n"


def walk(resolver: URLResolver, prefix: str = "") -> list[tuple[str, object]]:
    """Every address with its view."""
    found: list[tuple[str, object]] = []
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += walk(pattern, route)
        elif isinstance(pattern, URLPattern):
            found.append((route, pattern.callback))
    return found


def addresses() -> str:
    """A row an address, with who may come in."""
    rows = []
    for route, view in sorted(walk(get_resolver())):
        door = door_of(view)
        who = "sign-in library" if door is None else " ".join(filter(None, (door.kind, door.permission)))
        note = "" if door is None else door.note
        shown = route.replace("|", "\\|")
        rows.append(f"| `/{shown}` | {who} | {note} |")
    return "# Addresses\n\n" + MADE + "| Address | Who comes in | Why |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def verbs() -> str:
    """A row a verb of the record."""
    rows = [f"| `{verb.code}` | {verb.sentence} | {'yes' if verb.audit else ''} |" for verb in all_verbs()]
    return (
        "# The record's verbs\n\n"
        + MADE
        + "| Verb | Sentence | For auditors |\n|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )


def first_line(thing: object) -> str:
    """What its docstring begins with."""
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def spoken(every: timedelta) -> str:
    """`day`, `2 days` or `5 minutes`."""
    count, word = (every.days, "day") if every.days else (int(every.total_seconds() // 60), "minute")
    return word if count == 1 else f"{count} {word}s"


def work() -> str:
    """A row a job that pages leave for later, and a row a chore that comes again."""
    rows = []
    for path in sorted((ROOT / "src" / "groundswell").glob("*/services/deferred.py")):
        module = importlib.import_module(".".join(path.relative_to(ROOT / "src").with_suffix("").parts))
        jobs = [thing for _name, thing in sorted(vars(module).items()) if isinstance(thing, Task)]
        rows += [f"| `{path.parts[-3]}.{job.name}` | {first_line(job.func)} |" for job in jobs]
    chores = [f"| `{duty.name}` | {spoken(duty.every)} | {first_line(duty.do)} |" for duty in all_duties()]
    return (
        "# What the worker does\n\n"
        + MADE
        + "Letters are handed over as they fall due. Jobs are what pages leave for later:\n\n"
        + "| Job | What it does |\n|---|---|\n"
        + "\n".join(rows)
        + "\n\nChores come again, each done by one worker at a time:\n\n"
        + "| Chore | Every | What it does |\n|---|---|---|\n"
        + "\n".join(chores)
        + "\n"
    )


PAGES = {
    "settings.md": settings, "commands.md": commands, "roles.md": permissions, "addresses.md": addresses, "verbs.md": verbs,
    "work.md": work,
}  # fmt: skip


def main() -> int:
    """Write or check."""
    folder = ROOT / "docs" / "reference"
    folder.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, make in PAGES.items():
        path = folder / name
        text = make()
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"docs/reference is stale: {', '.join(stale)}. Run python tools/make_reference.py and commit.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
