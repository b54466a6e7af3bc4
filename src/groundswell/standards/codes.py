"""Codes as people write them, found in any text and turned into the framework's own spelling.

`parse_codes("We did CCSS.Math.Content.5.nf.b.3 and 5-ps1-1")` finds 5.NF.B.3 and 5-PS1-1. What merely looks like a
code, but is none of the framework's, is not found. Works on the shipped facts alone, without a database.
"""

import csv
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FACTS = Path(__file__).parent / "facts"
MAX_RANGE = 20  # items in "5.NF.1-7"

_SEP = r"[\s.\-‐‑–—−/:_]"
_GAP = r"(?:\s|[._/:]{1,2}\s?|\s?[\-‐‑–—−]\s?)?"  # between two parts; never a space before a dot
_START = r"(?<![A-Za-z0-9])"
_END = r"(?![A-Za-z0-9])(?!\.[A-Za-z])"
_K8 = "CC|OA|NBT|NF|MD|RP|NS|EE|SP|G|F"
_HIGH = {
    "N": "RN|Q|CN|VM",
    "A": "SSE|APR|CED|REI",
    "F": "IF|BF|LE|TF",
    "G": "CO|SRT|C|GPE|GMD|MG",
    "S": "ID|IC|CP|MD",
}
_TAIL = (
    rf"(?:{_GAP}(?P<cluster>[A-J])(?=[^A-Za-z]|$))?"
    rf"(?:{_GAP}(?P<number>\d{{1,2}})(?:\.?(?P<part>[a-h])(?![A-Za-z0-9]))?)?"
)
_MATH = re.compile(rf"{_START}(?P<grade>K|[1-8]){_GAP}(?P<domain>{_K8}){_TAIL}{_END}", re.IGNORECASE)
_HIGH_SCHOOL = re.compile(
    rf"{_START}(?:(?P<hs>HS){_SEP}?)?(?:"
    + "|".join(
        rf"(?P<c{letter}>{letter}){'{sep}'}(?P<d{letter}>{domains})".replace("{sep}", _SEP + "?")
        for letter, domains in _HIGH.items()
    )
    + rf"){_TAIL}{_END}",
    re.IGNORECASE,
)
_PRACTICE = re.compile(
    rf"{_START}(?:S?MP|math(?:ematical)?\s+practice(?:\s+standard)?){_SEP}?#?\s?(?P<number>[1-8]){_END}", re.IGNORECASE
)
_SCIENCE = re.compile(
    rf"{_START}(?P<band>K{_SEP}2|3{_SEP}5|K|[1-5]|MS|HS){_SEP}(?P<idea>(?:PS|LS|ESS|ETS)\d)(?:{_SEP}(?P<number>\d{{1,2}}))?{_END}",
    re.IGNORECASE,
)
_DIMENSION = re.compile(
    rf"{_START}(?:(?P<family>SEP|CCC){_SEP}?#?(?P<number>[1-8])|(?P<idea>(?:PS|LS|ESS|ETS)\d){_SEP}?(?P<letter>[A-E])){_END}",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?[-‐‑–—−]\s?(?P<last>\d{1,2})(?![A-Za-z0-9])(?![.\-–/][A-Za-z0-9])")


@dataclass(frozen=True)
class FoundCode:
    """A code in a text. `raw` is what stands there, from `start` to `end`."""

    framework: str
    code: str
    raw: str
    start: int
    end: int


def _collapsed(code: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", code.upper())


@functools.cache
def _known() -> dict[tuple[str, str], str]:
    """(framework, letters and digits of a spelling) → the framework's own spelling."""
    with (FACTS / "items.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] != "group"]
    known: dict[tuple[str, str], str] = {}
    for row in rows:
        for spelling in filter(None, (row["also"], row["code"])):
            known[row["framework"], _collapsed(spelling)] = row["code"]
            if row["framework"] == "ccssm" and row["code"].startswith("HS"):
                # High school codes are written with and without their HS.
                bare = _collapsed(spelling).removeprefix("HS")
                known["ccssm", bare] = known["ccssm", f"HS{bare}"] = row["code"]
    return known


def canonical_code(framework: str, spelling: str) -> str | None:
    """The framework's own spelling of one code, or nothing. Punctuation and case do not matter."""
    return _known().get((framework, _collapsed(spelling)))


def parse_codes(text: str) -> list[FoundCode]:
    """Every code in the text, in the order in which they stand; a range such as 5.NF.1-3 gives each of its codes."""
    found: list[FoundCode] = []
    for pattern, framework in (
        (_SCIENCE, "ngss"),
        (_DIMENSION, "ngss"),
        (_HIGH_SCHOOL, "ccssm"),
        (_MATH, "ccssm"),
        (_PRACTICE, "ccssm"),
    ):
        for match in pattern.finditer(text):
            found += _read(match, framework, text)
    longest: list[FoundCode] = []
    for code in sorted(found, key=lambda found: found.start):
        # K-2-ETS1-1 also looks like 2-ETS1-1; the range of one match shares its place.
        if not any(other.start <= code.start < other.end and code.start != other.start for other in longest):
            longest.append(code)
    return longest


def _read(match: re.Match[str], framework: str, text: str) -> Iterator[FoundCode]:
    groups = match.groupdict()
    raw = match.group()
    if not _meant(raw, groups):
        return
    code = canonical_code(framework, _spelling(raw, groups))
    if code is None:
        return
    yield FoundCode(framework, code, raw, match.start(), match.end())
    following = _RANGE.match(text, match.end())
    number = groups.get("number")
    if following is None or not number or groups.get("part") or groups.get("family"):
        return
    last = int(following["last"])
    if not int(number) < last <= int(number) + MAX_RANGE:
        return
    stem = _collapsed(_spelling(raw, groups))[: -len(str(int(number)))]
    for step in range(int(number) + 1, last + 1):
        further = canonical_code(framework, f"{stem}{step}")
        if further is not None:
            yield FoundCode(framework, further, raw + following.group(), match.start(), following.end())


def _spelling(raw: str, groups: dict[str, str | None]) -> str:
    if set(groups) == {"number"}:  # a mathematical practice, however it was called
        return f"MP{groups['number']}"
    if groups.get("family"):
        return f"{groups['family']}{groups['number']}"
    return raw


def _meant(raw: str, groups: dict[str, str | None]) -> bool:
    """Whether it was meant as a code: words such as "5 G" or "a if 3" need a dot or a dash to be one."""
    alone = groups.get("number") is None and groups.get("cluster") is None
    if "domain" in groups:
        domain = groups["domain"] or ""
        if alone:
            return not re.search(r"\s", raw) and len(raw) > 1 + len(domain)
        return len(domain) > 1 or raw.isupper() or not re.fullmatch(r"\S+\s\S+\s\S+", raw)
    if "hs" in groups and not groups["hs"]:
        letter, domain = next((groups[f"c{c}"] or "", groups[f"d{c}"] or "") for c in _HIGH if groups[f"c{c}"])
        return re.match(r"[.\-‐‑–—−/:_]", raw[len(letter) :]) is not None and not (alone and len(domain) == 1)
    return True
