"""Cards to print: one for each person with the table of each round, and one for each table, as a page of HTML."""

from html import escape
from pathlib import Path

from groundswell.engines.mixing.model import Gathering, Mix
from groundswell.engines.mixing.planfile import tables_of_people

STYLE = """
@page { size: letter; margin: 12mm }
body { font: 12pt/1.3 system-ui, sans-serif; margin: 0 }
h1 { font-size: 16pt }
ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: 1fr 1fr; gap: 4mm }
li { border: .3mm solid #333; border-radius: 2mm; padding: 4mm; break-inside: avoid }
h2 { font-size: 15pt; margin: 0 0 1mm }
p { margin: 0 0 2mm }
table { border-collapse: collapse }
th, td { border: .2mm solid #777; padding: 1mm 3mm; text-align: center }
td { font-size: 15pt; font-weight: 700 }
.sheet { break-before: page }
"""


def cards(gathering: Gathering, mix: Mix, *, title: str = "Who sits where") -> str:
    """Return the page. Its style stands in the file, so that it prints the same wherever it is opened."""
    at = tables_of_people(mix.seating)
    rounds = range(1, len(mix.seating) + 1)
    names = gathering.names()
    people = []
    for person in sorted(gathering.people, key=lambda person: person.name.casefold()):
        heads = "".join(f'<th scope="col">Round {number}</th>' for number in rounds)
        seats = "".join(f"<td>{at.get((number, person.id), '–')}</td>" for number in rounds)
        from_ = ", ".join(person.attributes[part] for part in ("district", "county") if person.attributes.get(part))
        people.append(
            f"<li><h2>{escape(person.name)}</h2><p>{escape(from_)}</p>"
            f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{seats}</tr></tbody></table></li>"
        )
    sheets = []
    for place in range(1, gathering.tables.count + 1):
        rows = "".join(
            f'<tr><th scope="row">Round {number}</th><td>'
            f"{escape(', '.join(names.get(someone, someone) for someone in tables[place - 1]))}</td></tr>"
            for number, tables in enumerate(mix.seating, start=1)
        )
        sheets.append(f"<li><h2>Table {place}</h2><table><tbody>{rows}</tbody></table></li>")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE} .sheet td {{ font-size: 11pt; font-weight: 400; text-align: left }}</style></head><body>"
        f"<h1>{escape(title)}</h1><ul>{''.join(people)}</ul>"
        f'<h1 class="sheet">Tables</h1><ul class="sheet">{"".join(sheets)}</ul></body></html>\n'
    )


def write_cards(path: str | Path, gathering: Gathering, mix: Mix) -> None:
    """Write the cards as HTML."""
    Path(path).write_text(cards(gathering, mix), encoding="utf-8")
