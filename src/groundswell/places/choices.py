"""The kinds of places and the words that describe them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    """What a place is. A county office that is also the only district stays a county office with a second hat."""

    PARTNERSHIP = "partnership", _("partnership")
    AGENCY = "agency", _("state agency")
    REGION = "region", _("region")
    COUNTY = "county", _("county")
    COUNTY_OFFICE = "county_office", _("county office of education")
    DISTRICT = "district", _("district")
    SCHOOL = "school", _("school")
    PARTNER = "partner", _("partner")


WHERE_PEOPLE_WORK = (
    PlaceKind.COUNTY_OFFICE,
    PlaceKind.DISTRICT,
    PlaceKind.SCHOOL,
    PlaceKind.PARTNER,
    PlaceKind.AGENCY,
)


class PartnerKind(models.TextChoices):
    MUSEUM = "museum", _("museum")
    UNIVERSITY = "university", _("college or university")
    ALLIANCE = "alliance", _("alliance")
    ASSOCIATION = "association", _("association")
    NONPROFIT = "nonprofit", _("nonprofit")
    PROJECT = "project", _("subject matter project")
    FUNDER = "funder", _("foundation")
    AGENCY = "agency", _("state agency")
    COMPANY = "company", _("company")


class Sector(models.TextChoices):
    """Where people of a place work, for reports by sector."""

    SCHOOLS = "schools", _("K-12 schools")
    HIGHER = "higher", _("higher education")
    COMMUNITY = "community", _("community programs")
    STATE = "state", _("state")


class Locale(models.TextChoices):
    RURAL = "rural", _("rural")
    SUBURBAN = "suburban", _("suburban")
    URBAN = "urban", _("urban")


class Status(models.TextChoices):
    """Only open places are offered to choose from; the rest keeps its page, because history speaks of it."""

    OPEN = "open", _("open")
    PENDING = "pending", _("not open yet")
    CLOSED = "closed", _("closed")
    MERGED = "merged", _("merged into another")


class Level(models.TextChoices):
    PRESCHOOL = "preschool", _("preschool")
    ELEMENTARY = "elementary", _("elementary")
    MIDDLE = "middle", _("middle")
    HIGH = "high", _("high")
    SPAN = "span", _("elementary through high")
    ADULT = "adult", _("adult")
    UNGRADED = "ungraded", _("ungraded")


class MemberRole(models.TextChoices):
    """As what an organization belongs to the partnership or a collaborative place."""

    FOUNDER = "founder", _("founding organization")
    FUNDER = "funder", _("funder")
    DOCUMENTER = "documenter", _("documents the work")
    CONTENT = "content", _("content partner")
    REGIONAL = "regional", _("regional partner")


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
