"""Words for people: roles at a place, subjects, grades, and who may see what of somebody."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is at a place. It says nothing of what they may do here: that is `access`."""

    TEACHER = "teacher", _("teacher")
    TOSA = "tosa", _("teacher on special assignment")
    COACH = "coach", _("coach")
    PRINCIPAL = "principal", _("principal")
    SITE_ADMINISTRATOR = "site_administrator", _("site administrator")
    DISTRICT_ADMINISTRATOR = "district_administrator", _("district administrator")
    COUNTY_SPECIALIST = "county_specialist", _("county office specialist")
    COORDINATOR = "coordinator", _("coordinator")
    FACULTY = "faculty", _("faculty")
    PARTNER_STAFF = "partner_staff", _("partner staff")


class Subject(models.TextChoices):
    MATH = "math", _("math")
    SCIENCE = "science", _("science")
    BOTH = "both", _("math and science")
    OTHER = "other", pgettext_lazy("subject", "other")


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")


class Audience(models.IntegerChoices):
    """How far something of a person is seen; each step includes those before it."""

    NOBODY = 0, _("nobody")
    CONVENINGS = 1, _("people at my convenings")
    COLLABORATIVES = 2, _("people at my convenings and in my collaboratives")
    EVERYONE = 3, _("everyone who is signed in")


class Group(models.TextChoices):
    """What a person shows or hides together. `Person.shows_<value>` holds the audience of each."""

    NAME = "name", _("name")
    WORK = "work", _("school, county and role")
    TEACHING = "teaching", _("subjects and grades")
    CONTACT = "contact", _("email address")


GRADES = ("K", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
ALL_GRADES = (1 << len(GRADES)) - 1
_BEFORE_SCHOOL = {"TK", "PK", "P", "KG", "KINDERGARTEN"}  # counted with kindergarten


class NotAGrade(ValueError):  # noqa: N818 - a fact, as with other refusals
    """A text that names no grade from kindergarten to 12."""


def grades_to_bits(grades: Iterable[str]) -> int:
    """["K", "1", "10"] as one number, so that a list can be searched by grade in any database. Raises NotAGrade."""
    bits = 0
    for grade in grades:
        name = grade.strip().upper().lstrip("0") or "K"
        name = "K" if name in _BEFORE_SCHOOL else name
        if name not in GRADES or not grade.strip():
            raise NotAGrade(grade)
        bits |= 1 << GRADES.index(name)
    return bits


def bits_to_grades(bits: int) -> list[str]:
    return [grade for place, grade in enumerate(GRADES) if bits >> place & 1]


def read_grades(text: str) -> int:
    """What people write: “K-5”, “3, 4 and 5”, “TK–2;6”. Raises NotAGrade."""
    plain = text.upper().replace("–", "-").replace("—", "-").replace(" TO ", "-").replace(" AND ", ",")
    for mark in ";/|&":
        plain = plain.replace(mark, ",")
    plain = plain.replace(" -", "-").replace("- ", "-").replace(" ", ",")
    bits = 0
    for part in filter(None, plain.split(",")):
        first, dash, last = part.partition("-")
        low = grades_to_bits([first])
        high = grades_to_bits([last]) if dash else low
        if high < low:
            raise NotAGrade(part)
        bits |= (high << 1) - low  # every bit from the lowest grade to the highest
    return bits


def grades_in_words(bits: int) -> str:
    """As in “grades K–2, 5”, or the empty string."""
    runs: list[list[int]] = []
    for place in range(len(GRADES)):
        if not bits >> place & 1:
            continue
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    words = ", ".join(GRADES[a] if a == b else f"{GRADES[a]}–{GRADES[b]}" for a, b in runs)
    if not words:
        return ""
    single = len(runs) == 1 and runs[0][0] == runs[0][1]
    return (gettext("grade %s") if single else gettext("grades %s")) % words
