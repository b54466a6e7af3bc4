"""Draw the picture of the how-to page on seating, and write the example that it shows.

Real counties and districts, invented people. Run: `python tools/draw_tables.py`.
"""

import csv
import math
import random
from html import escape
from pathlib import Path

from groundswell.engines.mixing import Gathering, Mix, mix
from groundswell.engines.mixing.people import ALIASES
from groundswell.engines.mixing.rulesfile import gathering_of, read_rules
from groundswell.engines.tables import read_table

FOLDER = Path(__file__).parent.parent / "docs" / "how-to" / "seat-people-at-tables"
TABLES, ROUNDS = 6, 3
PLACES = {
    "Inyo": ("Bishop Unified", "Lone Pine Unified"),
    "Kern": ("Delano Union Elementary", "Panama-Buena Vista Union"),
    "Lake": ("Kelseyville Unified", "Lakeport Unified"),
    "Marin": ("Novato Unified", "San Rafael City Elementary"),
    "Napa": ("Calistoga Joint Unified", "Saint Helena Unified"),
    "Yolo": ("Davis Joint Unified", "Woodland Joint Unified"),
}
FIRST = (
    "Ana", "Ben", "Chi", "Dora", "Eli", "Fay", "Gus", "Hana", "Ivo", "Joy", "Kim", "Lou",
    "Mai", "Ned", "Oki", "Pia", "Quinn", "Rosa", "Sam", "Tess", "Uma", "Vic", "Wen", "Yara",
)  # fmt: skip
LAST = ("Alba", "Bui", "Cruz", "Diaz", "Endo", "Ford", "Gil", "Hart")
COLORS = {
    "Inyo": "#7b3fa0",
    "Kern": "#a3480f",
    "Lake": "#14648c",
    "Marin": "#1f6f43",
    "Napa": "#9c1c4a",
    "Yolo": "#5b5b12",
}
RULES = """# Hard rules, and the aims in order.
[tables]
min = 4
max = 4
wheelchair_ready = [1, 2]

[facilitators]
roles = ["facilitator"]
per_table = 1

[language]
common = "English"

# District teams start together: in round 1 these two sit at one table.
[[together]]
people = ["p05", "p06"]
rounds = [1]

[[apart]]
people = ["p09", "p22"]

[aims]
order = ["repeats", "county", "district", "wishes"]
"""


def write_example() -> None:
    """Write people.csv and rules.toml."""
    rng = random.Random(7)
    with (FOLDER / "people.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["id", "name", "county", "district", "role", "languages", "wheelchair", "wishes"])
        for number, first in enumerate(FIRST):
            county = list(PLACES)[number // 4]
            languages = "Spanish" if number == 10 else "English; Spanish" if number % 6 == 1 else "English"
            writer.writerow(
                [
                    f"p{number + 1:02}",
                    f"{first} {rng.choice(LAST)}",
                    county,
                    PLACES[county][number // 2 % 2],
                    "facilitator" if number % 4 == 0 else "teacher" if number % 4 < 3 else "principal",
                    languages,
                    "yes" if number == 13 else "",
                    f"p{(number + 9) % 24 + 1:02}" if number % 3 == 0 else "",
                ]
            )
    (FOLDER / "rules.toml").write_text(RULES, encoding="utf-8")


def draw(gathering: Gathering, made: Mix) -> str:
    """Draw each round as a row of tables; a seat shows the person's initials in the color of the county."""
    people = {person.id: person for person in gathering.people}
    parts = []
    for number, tables in enumerate(made.seating):
        top = 110 + 160 * number
        parts.append(f'<text x="12" y="{top + 5}" font-size="17" font-weight="600">Round {number + 1}</text>')
        for place, table in enumerate(tables):
            left = 170 + 145 * place
            parts.append(f'<circle cx="{left}" cy="{top}" r="34" fill="#f2efe9" stroke="#8a8375" stroke-width="1.5"/>')
            parts.append(f'<text x="{left}" y="{top + 6}" text-anchor="middle" font-size="16">{place + 1}</text>')
            for seat, someone in enumerate(table):
                angle = math.pi / 4 + 2 * math.pi * seat / len(table)
                x, y = left + 50 * math.cos(angle), top + 50 * math.sin(angle)
                person = people[someone]
                initials = "".join(word[0] for word in person.name.split())
                color = COLORS[person.attributes["county"]]
                lead = ' stroke="#111" stroke-width="3"' if person.facilitator else ""
                parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="17" fill="{color}"{lead}/>')
                parts.append(
                    f'<text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle" font-size="13" fill="#fff">{escape(initials)}</text>'
                )
    for place, (county, color) in enumerate(COLORS.items()):
        left = 115 + 125 * place
        parts.append(f'<circle cx="{left}" cy="26" r="9" fill="{color}"/>')
        parts.append(f'<text x="{left + 16}" y="31" font-size="15">{county}</text>')
    parts.append('<circle cx="885" cy="26" r="8" fill="#fff" stroke="#111" stroke-width="3"/>')
    parts.append('<text x="900" y="31" font-size="15">facilitator</text>')
    title = "Three rounds of six tables of four: nobody meets twice, and one pair from a county sits together, as asked"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 510" role="img" font-family="system-ui, sans-serif" fill="#222">'
        f'<title>{title}</title><rect width="1000" height="510" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_example()
    people = read_table(FOLDER / "people.csv", aliases=ALIASES)
    gathering = gathering_of(people, read_rules(FOLDER / "rules.toml"), tables=TABLES, rounds=ROUNDS)
    made = mix(gathering, seed=1)
    (FOLDER / "plan.svg").write_text(draw(gathering, made), encoding="utf-8")
    for aim in made.proof.aims:
        print(f"{aim.name}: {aim.count} (none is below {aim.bound})")


if __name__ == "__main__":
    main()
