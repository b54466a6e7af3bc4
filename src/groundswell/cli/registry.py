"""The list of commands: one line each. A command is a module with `add_arguments(parser)` and `run(options) -> int`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One word after `groundswell`."""

    name: str
    module: str
    summary: str


COMMANDS: tuple[Command, ...] = (
    Command("mix", "groundswell.cli.mix", "seat people at tables, round by round, so that they meet"),
    Command("site", "groundswell.cli.site", "choose hubs and send each team to one of them"),
    Command("dates", "groundswell.cli.dates", "find the three best dates for a convening"),
    Command("timetable", "groundswell.cli.timetable", "put sessions into rooms and hours"),
    Command("reach", "groundswell.cli.reach", "see whom to convene so that a practice spreads"),
    Command("warm", "groundswell.cli.warm", "prepare the computing cores, once after installing"),
)
