"""Make the example of docs/how-to/see-whom-a-practice-reaches.md: fictitious people in real counties, and a picture.

Run from the project's folder: `python tools/draw_reach.py`. Writes docs/how-to/examples/reach-{people,ties}.csv and
docs/how-to/pictures/reach.svg.
"""

import csv
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from groundswell.engines.reach.answer import Answer, Question, answer  # noqa: E402 - after the path is set
from groundswell.engines.reach.world import World, read_world  # noqa: E402

FACTS = ROOT / "src" / "groundswell" / "places" / "facts" / "counties.csv"
EXAMPLES = ROOT / "docs" / "how-to" / "examples"
SIZES = {"Siskiyou": 34, "Modoc": 14, "Trinity": 16, "Shasta": 60, "Lassen": 22, "Tehama": 30, "Plumas": 15,
         "Butte": 70, "Glenn": 19}  # fmt: skip
FIRST = ("Amara", "Bela", "Chidi", "Dalia", "Emre", "Fen", "Gita", "Hugo", "Ines", "Jomo", "Kalea", "Lior", "Mina")
LAST = ("Ashgrove", "Brightwater", "Coldspring", "Dunmore", "Elderfield", "Fairbrook", "Greenhollow")
CONVENED = 6


def places() -> dict[str, tuple[float, float]]:
    """Where the county offices stand."""
    with FACTS.open(encoding="utf-8") as stream:
        return {row["name"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(stream)}


def write_example() -> tuple[Path, Path]:
    """Write people and ties: most ties stay in the county, some go to a neighboring one, few to Modoc."""
    dice = random.Random(7)
    where = places()
    people: list[tuple[str, str]] = [(f"{c[:3].casefold()}{n:02}", c) for c, size in SIZES.items() for n in range(size)]
    home = {key: [k for k, county in people if county == key] for key in SIZES}
    ties = set()
    for key, county in people:
        for _ in range(dice.choice((1, 2, 2, 3, 5))):
            near = sorted(
                SIZES, key=lambda c: (where[c][0] - where[county][0]) ** 2 + (where[c][1] - where[county][1]) ** 2
            )
            goal = county if dice.random() < 0.86 else dice.choice(near[1:4])
            other = home[goal][min(int(dice.paretovariate(0.9)) - 1, len(home[goal]) - 1)]
            if other != key:
                ties.add((other, key, dice.choice((1, 1, 2, 3, 4))))
    paths = (EXAMPLES / "reach-people.csv", EXAMPLES / "reach-ties.csv")
    with paths[0].open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["person", "name", "county", "role", "latitude", "longitude", "consent"])
        for number, (key, county) in enumerate(people):
            name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"
            role = ("coach", "teacher", "teacher", "teacher", "principal")[number % 5]
            writer.writerow([key, name, county, role, *where[county], "yes" if number % 3 else "no"])
    with paths[1].open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["source", "target", "strength"])
        writer.writerows(sorted(ties))
    return paths


def shares(world: World, found: Answer) -> dict[str, tuple[float, float]]:
    """Share of each county reached without floors and with them."""
    return {
        held.floor.name.partition(": ")[2]: (
            held.without / len(held.floor.members),
            held.reached / len(held.floor.members),
        )
        for held in found.floors
    }


def draw(found: dict[str, tuple[float, float]], price: float) -> str:
    """Draw two bars a county, north to south."""
    where = places()
    rows = sorted(found, key=lambda name: -where[name][0])
    top, step, left, wide = 70, 34, 150, 420
    height = top + step * len(rows) + 30
    most = max(max(pair) for pair in found.values())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height}" role="img" font-family="sans-serif" font-size="14">',
        "<title>Share of each county's people reached, without floors and with them</title>",
        f'<rect width="640" height="{height}" fill="#ffffff"/>',
        '<text x="20" y="26" font-size="16" font-weight="bold" fill="#1b1b1b">Share of each county reached</text>',
        '<rect x="20" y="40" width="14" height="10" fill="#9aa5b1"/><text x="40" y="50" fill="#1b1b1b">no floors</text>',
        '<rect x="120" y="40" width="14" height="10" fill="#0b5394"/>',
        f'<text x="140" y="50" fill="#1b1b1b">with a floor for every county (price {price:.1%} of the reach)</text>',
    ]
    for place, name in enumerate(rows):
        y = top + place * step
        parts.append(f'<text x="{left - 10}" y="{y + 18}" text-anchor="end" fill="#1b1b1b">{name}</text>')
        for number, (share, color) in enumerate(zip(found[name], ("#9aa5b1", "#0b5394"), strict=True)):
            width = wide * share / most
            parts.append(f'<rect x="{left}" y="{y + 12 * number}" width="{width:.1f}" height="11" fill="{color}"/>')
            parts.append(
                f'<text x="{left + width + 5:.1f}" y="{y + 10 + 12 * number}" font-size="11" fill="#1b1b1b">{share:.0%}</text>'
            )
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Make everything."""
    people, ties = write_example()
    world = read_world(ties, people)
    found = answer(world, Question(CONVENED, fair="county", price=0.05))
    picture = ROOT / "docs" / "how-to" / "pictures" / "reach.svg"
    picture.write_text(draw(shares(world, found), found.price), encoding="utf-8")
    print(f"price {found.price:.1%}, floor {found.common_floor:.1%}, certificate {found.certificate:.2f}")


if __name__ == "__main__":
    main()
