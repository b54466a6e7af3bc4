"""Make the facts about standards that ship with Groundswell: codes, structure and connections, no statement.

Run by maintainers only, when the source files change:

    python tools/make_standards_facts.py --data DIR

DIR holds `ngss/` (pes.csv, pe_dimensions.csv, pe_math_connections.csv, pe_dci_articulation.csv) and `ccssm/`
(standards.csv, domains.csv, edges.csv). Sentences of the standards are copyrighted and come in by an import.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

FACTS = Path(__file__).resolve().parent.parent / "src" / "groundswell" / "standards" / "facts"
ITEM_COLUMNS = ("framework", "code", "kind", "parent", "subject", "grades", "title", "also", "emphasis")
LINK_COLUMNS = ("kind", "source", "target")
DISCIPLINES = {
    "PS": "Physical Sciences",
    "LS": "Life Sciences",
    "ESS": "Earth and Space Sciences",
    "ETS": "Engineering, Technology, and Applications of Science",
}
GRADES = {"MS": "6-8", "HS": "9-12", "K-12": "K-12"}

type Row = dict[str, str]
type Line = tuple[str, ...]


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, columns: Iterable[str], rows: Iterable[Line]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def math_items(folder: Path) -> list[Line]:
    items: list[Line] = []
    for domain in read_rows(folder / "domains.csv"):
        grades = GRADES.get(domain["grade"], domain["grade"])
        kind = "group" if domain["domain"] == "MP" else "domain"
        items.append(("ccssm", domain["domain"], kind, "", "math", grades, domain["title"], "", ""))
    for row in read_rows(folder / "standards.csv"):
        parent = row["parent"] or row["domain"]
        grades = GRADES.get(row["grade"], row["grade"])
        items.append(("ccssm", row["code"], row["level"], parent, "math", grades, "", row["old_code"], row["emphasis"]))
    return items


def dimension_items(folder: Path) -> list[Line]:
    """Practices, core ideas and crosscutting concepts under the name that the standards use most."""
    names: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in read_rows(folder / "pe_dimensions.csv"):
        if row["family"] in {"SEP", "DCI", "CCC"}:
            names[row["family"], row["code"]][row["name"]] += 1
    order = {"SEP": 0, "DCI": 1, "CCC": 2}
    return [
        ("ngss", code, family.lower(), "", "science", "K-12", names[family, code].most_common(1)[0][0], "", "")
        for family, code in sorted(names, key=lambda pair: (order[pair[0]], pair[1]))
    ]


def science_items(folder: Path) -> list[Line]:
    items = [("ngss", code, "group", "", "science", "K-12", title, "", "") for code, title in DISCIPLINES.items()]
    seen: set[str] = set()
    for row in read_rows(folder / "pes.csv"):
        grades = GRADES.get(row["grade_band"], row["grade_band"])
        if row["core_idea"] not in seen:
            seen.add(row["core_idea"])
            items.append(
                (
                    "ngss",
                    row["core_idea"],
                    "core_idea",
                    row["discipline"],
                    "science",
                    grades,
                    row["core_idea_title"],
                    "",
                    "",
                )
            )
        items.append(("ngss", row["pe"], "expectation", row["core_idea"], "science", grades, "", "", ""))
    return items + dimension_items(folder)


def links(folder: Path) -> list[Line]:
    """Connections as printed. A target that is no item (a range, an old spelling) stays as text."""
    ngss, ccssm = folder / "ngss", folder / "ccssm"
    found: dict[Line, None] = {}
    for row in read_rows(ngss / "pe_math_connections.csv"):
        found["math", row["pe"], row["ccss_code"]] = None
    for row in read_rows(ngss / "pe_dimensions.csv"):
        if row["family"] in {"SEP", "DCI", "CCC"}:
            found["dimension", row["pe"], row["code"]] = None
    for row in read_rows(ngss / "pe_dci_articulation.csv"):
        found[row["relation"], row["pe"], row["connects_to"]] = None
    for row in read_rows(ccssm / "edges.csv"):
        # Only the edges whose owner gave them to the public domain.
        if row["provenance"] == "achieve_the_core":
            found["leads_to" if row["relation"] == "prerequisite_of" else "related", row["source"], row["target"]] = (
                None
            )
    return list(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds ngss/ and ccssm/")
    folder: Path = parser.parse_args().data
    items = math_items(folder / "ccssm") + science_items(folder / "ngss")
    write_rows(FACTS / "items.csv", ITEM_COLUMNS, items)
    connections = links(folder)
    write_rows(FACTS / "links.csv", LINK_COLUMNS, connections)
    print(f"{len(items)} items, {len(connections)} links")


if __name__ == "__main__":
    main()
