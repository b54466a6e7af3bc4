"""What an item of a framework is, and how two items are connected."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    MATH = "math", _("math")
    SCIENCE = "science", _("science")


class ItemKind(models.TextChoices):
    """From the widest to the narrowest; the last three are the dimensions of a performance expectation."""

    GROUP = "group", _("group")
    DOMAIN = "domain", _("domain")
    PRACTICE = "practice", _("mathematical practice")
    CLUSTER = "cluster", _("cluster")
    STANDARD = "standard", _("standard")
    COMPONENT = "component", _("part of a standard")
    CORE_IDEA = "core_idea", _("core idea")
    EXPECTATION = "expectation", _("performance expectation")
    SEP = "sep", _("science and engineering practice")
    DCI = "dci", _("disciplinary core idea")
    CCC = "ccc", _("crosscutting concept")


class LinkKind(models.TextChoices):
    """As printed in the standards or drawn by their authors; read from the source to the target."""

    MATH = "math", _("connects to math")
    DIMENSION = "dimension", _("is built from")
    ACROSS_GRADES = "across_grades", _("continues in another grade")
    WITHIN_GRADE = "within_grade", _("belongs with, in the same grade")
    LEADS_TO = "leads_to", _("prepares for")
    RELATED = "related", _("is related to")


# Grades as numbers: kindergarten is 0, high school 9 to 12.
GRADE_SPANS = {"K": (0, 0), "K-2": (0, 2), "3-5": (3, 5), "6-8": (6, 8), "9-12": (9, 12), "K-12": (0, 12)} | {
    str(grade): (grade, grade) for grade in range(1, 13)
}


def grade_words(low: int, high: int) -> str:
    """`(0, 2)` as K–2; a single grade alone."""
    first, last = ("K" if grade == 0 else str(grade) for grade in (low, high))
    return first if low == high else f"{first}–{last}"
