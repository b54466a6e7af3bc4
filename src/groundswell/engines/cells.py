"""What people write in cells: numbers, days, yes and no. Each function raises `ValueError` where a text is none."""

import math
import re
from datetime import date, timedelta

YES = frozenset({"yes", "y", "true", "1", "x", "sí", "si"})
NO = frozenset({"no", "n", "false", "0"})
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12,
}  # fmt: skip
WEEKDAYS = frozenset((*"mon tue wed thu fri sat sun".split(), *"lun mié mie jue vie sáb sab dom".split()))  # noqa: SIM905
THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")  # a comma that is not before three digits is a point
FIRST_SERIAL, LAST_SERIAL = 36526, 73050  # 2000 to 2099, as spreadsheet programs count days


def as_truth(text: str, *, empty: bool = False) -> bool:
    """Read yes or no; `empty` stands for an empty cell."""
    word = text.casefold()
    if word and word not in YES | NO:
        raise ValueError(text)
    return word in YES if word else empty


def as_number(text: str, *, grouped: bool = True) -> float:
    """Read `1200`, `1,200`, `$1,200.50`, `0,25` or `20%`; without `grouped` a comma is always a point."""
    bare = text.replace("$", "").replace("\u00a0", "").replace(" ", "")
    share = bare.endswith("%")
    bare = bare.removesuffix("%")
    many = (grouped and THOUSANDS.fullmatch(bare) is not None) or ("," in bare and "." in bare)
    value = float(bare.replace(",", "") if many else bare.replace(",", "."))
    if not math.isfinite(value) or "_" in bare:
        raise ValueError(text)
    return value / 100 if share else value


def as_whole(text: str, *, most: int = 10**9) -> int:
    """Read a whole number from 0: `12`, `1,200` or `12.0`."""
    value = as_number(text)
    if not (value.is_integer() and 0 <= value < most):
        raise ValueError(text)
    return int(value)


def as_day(text: str) -> date:
    """Read `2027-02-25`, `2/25/2027`, `2/25/27`, `Feb 25, 2027`, `25-Feb-27`, a weekday or a time beside it, or the
    number that a spreadsheet program keeps for a day.
    """
    bare = re.sub(r"[T\s]+\d{1,2}:\d{2}.*$", "", text.strip())
    if re.fullmatch(r"\d{5}", bare) and FIRST_SERIAL <= int(bare) <= LAST_SERIAL:
        return date(1899, 12, 30) + timedelta(days=int(bare))
    parts = [part for part in re.split(r"[\s\-/.,_]+", bare.casefold()) if part and part != "de"]
    named = [MONTHS[part[:3]] for part in parts if part[:3] in MONTHS]
    numbers = [re.sub(r"(st|nd|rd|th)$", "", part) for part in parts if part[0].isdigit()]
    words = {part[:3] for part in parts if not part[0].isdigit()} - MONTHS.keys()
    if not all(number.isdecimal() for number in numbers) or not words <= WEEKDAYS:
        raise ValueError(text)
    if len(named) > 1 or len(numbers) + len(named) != 3:
        raise ValueError(text)
    year = numbers.pop(0 if len(numbers[0]) == 4 else -1)
    if len(year) not in {2, 4}:
        raise ValueError(text)
    if named:
        month, day = named[0], int(numbers[0])
    elif "." in bare and len(parts[0]) < 4:
        day, month = map(int, numbers)
    else:
        month, day = map(int, numbers)
    return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
