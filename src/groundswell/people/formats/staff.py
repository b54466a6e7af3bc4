"""A row of a staff list as school systems write it: names in one column or two, OneRoster's headings and roles."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.accounts.services.many_users import NotAnAddress, plain_address
from groundswell.intake.choices import Weight
from groundswell.intake.importers import Field, Problem, Read
from groundswell.people.choices import NotAGrade, Role, Subject, read_grades
from groundswell.people.records import StaffRecord

FIELDS = (
    Field(
        "email", gettext_lazy("Email address"), ("mail", "e-mail", "email address", "work email"), required=True
    ),
    Field("given_name", gettext_lazy("Given name"), ("givenName", "first name", "first")),
    Field("family_name", gettext_lazy("Family name"), ("familyName", "last name", "last", "surname")),
    Field(
        "name",
        gettext_lazy("Whole name"),
        ("full name", "displayName", "staff name"),
        help=gettext_lazy("Only where the file has no two columns: “Given Family” or “Family, Given”."),
    ),
    Field(
        "place",
        gettext_lazy("School or office"),
        ("cds", "cds code", "cdscode", "school cds", "orgSourcedIds", "primaryOrgSourcedId", "school", "site", "school name"),
        help=gettext_lazy("Best as the 14 digits of its CDS code."),
    ),
    Field("role", gettext_lazy("Role"), ("position", "job")),
    Field("title", gettext_lazy("Title"), ("job title",)),
    Field("subject", gettext_lazy("Subject"), ("subjects", "department")),
    Field("grades", gettext_lazy("Grades"), ("grade", "grade levels")),
)  # fmt: skip

ROLES = {
    "administrator": Role.SITE_ADMINISTRATOR,
    "siteadministrator": Role.SITE_ADMINISTRATOR,
    "viceprincipal": Role.SITE_ADMINISTRATOR,
    "assistantprincipal": Role.SITE_ADMINISTRATOR,
    "systemadministrator": Role.DISTRICT_ADMINISTRATOR,
    "superintendent": Role.DISTRICT_ADMINISTRATOR,
    "instructionalcoach": Role.COACH,
    "professor": Role.FACULTY,
    "specialist": Role.COUNTY_SPECIALIST,
    **{re.sub("[^a-z]", "", role.value): role for role in Role},
}
SUBJECTS = {
    "mathematics": Subject.MATH,
    "maths": Subject.MATH,
    "stem": Subject.BOTH,
    "mathandscience": Subject.BOTH,
    **{subject.value: subject for subject in Subject},
}


def read_row(line: int, cells: Mapping[str, str]) -> Read[StaffRecord]:
    """The record, or what keeps it out. A subject or grades that cannot be read are left away with a note."""
    problems: list[Problem] = []
    email = _email(cells["email"], problems)
    given, family = cells["given_name"], cells["family_name"]
    if cells["name"] and not (given or family):
        given, family = split_name(cells["name"])
    if max(len(given), len(family)) > 80:
        problems.append(Problem(_("A name can have at most 80 letters."), "given_name", given or family))
    role = _role(cells["role"], problems)
    if cells["place"] and not role:
        if not cells["role"]:
            problems.append(Problem(_("Say what the person is there: choose a role."), "role"))
    elif role and not cells["place"]:
        problems.append(Problem(_("Say where the person works."), "place"))
    subject = SUBJECTS.get(_plain(cells["subject"]), "")
    if cells["subject"] and not subject:
        problems.append(_note(_("This is no subject that we know; it is left away."), "subject", cells["subject"]))
    grades = 0
    try:
        grades = read_grades(cells["grades"])
    except NotAGrade:
        problems.append(_note(_("These grades cannot be read; write them as “K-5”."), "grades", cells["grades"]))
    if any(problem.weight == Weight.ERROR for problem in problems):
        return Read(line, None, tuple(problems))
    place = re.sub(r"\s+", " ", cells["place"])
    record = StaffRecord(email, given, family, place, role, cells["title"][:120], subject, grades)
    return Read(line, record, tuple(problems))


def split_name(name: str) -> tuple[str, str]:
    """“Ada Ferreira” and “Ferreira, Ada”; of several words the last is the family name."""
    family, comma, given = name.partition(",")
    if comma:
        return given.strip(), family.strip()
    words = name.split()
    return " ".join(words[:-1]), words[-1] if words else ""


def _email(text: str, problems: list[Problem]) -> str:
    try:
        return plain_address(text)
    except NotAnAddress as wrong:
        problems.append(Problem(str(wrong) if text else _("The email address is missing."), "email", text))
        return ""


def _role(text: str, problems: list[Problem]) -> str:
    if not text:
        return ""
    labels = {_plain(str(role.label)): role for role in Role}
    found = ROLES.get(_plain(text)) or labels.get(_plain(text))
    if found is None:
        known = ", ".join(str(role.label) for role in Role)
        problems.append(Problem(_("This is no role that we know. Known: %(known)s.") % {"known": known}, "role", text))
        return ""
    return found


def _note(message: str, field: str, value: str) -> Problem:
    return Problem(message, field, value, Weight.NOTE)


def _plain(text: str) -> str:
    return re.sub("[^a-z]", "", text.lower())
