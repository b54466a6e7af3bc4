"""The list of commands: one line each. A command is a module with `add_arguments(parser)` and `run(options) -> int`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One word after `groundswell`."""

    name: str
    module: str
    summary: str
    site: bool = False  # Django is started before the module is loaded


COMMANDS: tuple[Command, ...] = (
    Command("run", "groundswell.cli.run", "try the product on this machine, with example data"),
    Command("prepare", "groundswell.cli.prepare", "make what is missing for `run`: tables, places, example", site=True),
    Command("serve", "groundswell.cli.serve", "serve the site", site=True),
    Command("worker", "groundswell.cli.worker", "send mail and do what pages leave for later", site=True),
    Command(
        "setup", "groundswell.cli.setup", "a real start: California's places and the first administrator", site=True
    ),
    Command("import", "groundswell.cli.bring_in", "bring in a file: schools from the state's directory", site=True),
    Command("example", "groundswell.cli.example", "make the example world", site=True),
    Command("doctor", "groundswell.cli.doctor", "check this installation and explain every setting"),
    Command("backup", "groundswell.cli.backup", "write all data and files into one archive", site=True),
    Command("restore", "groundswell.cli.restore", "read an archive into an empty database, of either kind", site=True),
    Command("upgrade", "groundswell.cli.upgrade", "back up, then bring the database to this version", site=True),
    Command("reset", "groundswell.cli.reset", "delete the data of a local run", site=True),
    Command("mix", "groundswell.cli.mix", "seat people at tables, round by round, so that they meet"),
    Command("site", "groundswell.cli.site", "choose hubs and send each team to one of them"),
    Command("dates", "groundswell.cli.dates", "find the three best dates for a convening"),
    Command("timetable", "groundswell.cli.timetable", "put sessions into rooms and hours"),
    Command("reach", "groundswell.cli.reach", "see whom to convene so that a practice spreads"),
    Command("warm", "groundswell.cli.warm", "prepare the computing cores, once after installing"),
)
