"""California's directory of public schools, as the California Department of Education and others publish it.

Pure: one row of text in, a record or problems out. Knows the department's own column names (CDSCode, StatusType,
GSserved …) and the snake-case names that derived files use.
"""

import math
import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.intake.choices import Weight
from groundswell.intake.importers import Field, Problem, Read
from groundswell.places import atlas
from groundswell.places.choices import Level, Status
from groundswell.places.records import DirectoryRecord

NAME_LENGTH = 200

FIELDS: tuple[Field, ...] = (
    Field("cds_code", gettext_lazy("CDS code"), ("CDSCode", "CDS", "county district school code"), required=True),
    Field("school", gettext_lazy("School name"), ("School Name", "SchoolName", "name"), required=True),
    Field("district", gettext_lazy("District or authority"), ("District Name", "DistrictName", "authority")),
    Field("county", gettext_lazy("County in the code"), ("County Name", "CountyName")),
    Field("site_county", gettext_lazy("County where it stands"), ("located county", "county of site")),
    Field("status", gettext_lazy("Status"), ("StatusType", "status type")),
    Field("charter", gettext_lazy("Charter"), ("CharterYN", "Charter School (Y/N)", "charter school")),
    Field("virtual_type", gettext_lazy("Online instruction"), ("Virtual", "virtual instruction")),
    Field("school_level", gettext_lazy("Level"), ("EILCode", "EILName", "level")),
    Field("grade_span", gettext_lazy("Grades"), ("GSserved", "GSoffered", "grades", "grade range")),
    Field("enrollment", gettext_lazy("Students"), ("enrolled", "total enrollment", "students", "Enrollment (K-12)")),
    Field("latitude", gettext_lazy("Latitude"), ("lat",)),
    Field("longitude", gettext_lazy("Longitude"), ("lon", "lng", "long")),
    Field("street", gettext_lazy("Street"), ("StreetAbr", "address")),
    Field("city", gettext_lazy("City"), ()),
    Field("zip", gettext_lazy("ZIP code"), ("zip code", "postal code")),
)

NOTHING = frozenset({"", "null", "no data", "n/a", "na", "none", "*", "-"})  # how the files say that nothing is known

STATUSES = {
    "active": Status.OPEN,
    "open": Status.OPEN,
    "": Status.OPEN,  # derived lists of open schools have no such column
    "pending": Status.PENDING,
    "closed": Status.CLOSED,
    "inactive": Status.CLOSED,
    "merged": Status.MERGED,
}

LEVELS = {
    "elem": Level.ELEMENTARY,
    "elementary": Level.ELEMENTARY,
    "intmidjr": Level.MIDDLE,
    "intermediate/middle/junior high": Level.MIDDLE,
    "middle": Level.MIDDLE,
    "hs": Level.HIGH,
    "high": Level.HIGH,
    "high school": Level.HIGH,
    "elemhigh": Level.SPAN,
    "elem-high combo": Level.SPAN,
    "elementary-high combination": Level.SPAN,
    "a": Level.ADULT,
    "adult": Level.ADULT,
    "ps": Level.PRESCHOOL,
    "preschool": Level.PRESCHOOL,
    "ug": Level.UNGRADED,
    "ungraded": Level.UNGRADED,
}

TRUE = frozenset({"1", "y", "yes", "true", "t"})
ONLINE = frozenset({"f", "v", "1", "y"})  # exclusively or primarily virtual; "C" is a classroom with some online work


def read_cds_code(text: str) -> tuple[str, Problem | None]:
    """The 14 digits, or "" and why not. A lost leading zero is put back, with a note; lost digits cannot be."""
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", text):
        message = _("Excel has shortened this code. Open the original file again with the column as text.")
        return "", Problem(message, "cds_code", text)
    digits = re.sub(r"[\s'’\-–.]", "", text.removesuffix(".0"))
    note = None
    if len(digits) == 13 and digits.isdecimal():
        digits = f"0{digits}"
        note = Problem(
            _("The zero that this code starts with was missing; it was put back."), "cds_code", text, Weight.NOTE
        )
    if not (len(digits) == 14 and digits.isascii() and digits.isdecimal()):
        return "", Problem(_("A CDS code has 14 digits."), "cds_code", text)
    if digits[:2] not in atlas.counties():
        return "", Problem(_("No county of California has the code this begins with."), "cds_code", text)
    return digits, note


def read_point(latitude: str, longitude: str) -> tuple[float | None, float | None, Problem | None]:
    """Degrees inside California's frame; otherwise nothing, with a note. A missing minus sign is put back."""
    if not latitude and not longitude:
        return None, None, None
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        lat = lon = 0.0
    if 114 < lon < 125:
        lon = -lon
    if math.isfinite(lat) and 32.4 < lat < 42.1 and -124.6 < lon < -114.0:
        return lat, lon, None
    value = f"{latitude}, {longitude}"
    return None, None, Problem(_("This point is not in California; it is left out."), "latitude", value, Weight.NOTE)


def read_county(name: str) -> str:
    """The state's code of a county named in the file, "" if there is none of that name."""
    return atlas.county_codes().get(name.lower().removesuffix(" county").strip(), "")


def county_standing(named: str, code: str, latitude: float | None, longitude: float | None) -> str:
    """Where a school stands: the county that the file names, else the one that holds its point, else the code's.

    The county in the code is the authority's: an online charter may stand at the other end of the state.
    """
    if named:
        return named
    if latitude is not None and longitude is not None:
        likely = atlas.counties()[code]
        found = atlas.county_at(latitude, longitude, first=(code, *likely.neighbors))
        if found is not None:
            return found.code
    return code


def read_row(line: int, cells: Mapping[str, str]) -> Read[DirectoryRecord]:
    """One row of the directory."""
    cells = {name: "" if text.lower() in NOTHING else text for name, text in cells.items()}
    problems: list[Problem] = []
    code, problem = read_cds_code(cells["cds_code"])
    if problem:
        problems.append(problem)
    name = cells["school"] or (cells["district"] if code.endswith("0000000") else "")
    if not name:
        problems.append(Problem(_("The name is missing."), "school"))
    elif len(name) > NAME_LENGTH:
        problems.append(Problem(_("The name is longer than 200 letters."), "school", name))
    status = STATUSES.get(cells["status"].lower())
    if status is None:
        message = _("Not a status of the directory: active, pending, closed or merged.")
        problems.append(Problem(message, "status", cells["status"]))
    if any(problem.weight == Weight.ERROR for problem in problems):
        return Read(line, None, tuple(problems))
    latitude, longitude, problem = read_point(cells["latitude"], cells["longitude"])
    if problem:
        problems.append(problem)
    county = read_county(cells["site_county"])
    if not county and read_county(cells["county"]) != code[:2]:
        county = read_county(cells["county"])  # a file with one county column that names the place, not the authority
    if cells["site_county"] and not county:
        message = _("There is no county of this name; the one that holds the point was taken.")
        problems.append(Problem(message, "site_county", cells["site_county"], Weight.NOTE))
    record = DirectoryRecord(
        cds_code=code,
        name=name,
        authority_name=cells["district"],
        county=county_standing(county, code[:2], latitude, longitude),
        status=str(status),
        charter=cells["charter"].lower() in TRUE,
        online=cells["virtual_type"].lower() in ONLINE,
        level=str(LEVELS.get(cells["school_level"].lower(), "")),
        grades=cells["grade_span"][:20],
        students=read_count(cells["enrollment"]),
        latitude=latitude,
        longitude=longitude,
        street=cells["street"][:200],
        city=cells["city"][:80],
        zip_code=cells["zip"][:10],
    )
    return Read(line, record, tuple(problems))


def read_count(text: str) -> int | None:
    """A number of students; None where it is withheld or not a number."""
    digits = text.replace(",", "").removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 8 else None
