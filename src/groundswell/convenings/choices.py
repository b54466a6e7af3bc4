"""The words of convenings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    SYMPOSIUM = "symposium", _("symposium")
    INSTITUTE = "institute", _("institute")
    CONFERENCE = "conference", _("conference")
    RETREAT = "retreat", _("retreat")
    WORKSHOP = "workshop", _("workshop")
    TRAINING = "training", _("training")
    NETWORK = "network", _("network meeting")
    MEETING = "meeting", _("meeting")
    SHOWCASE = "showcase", _("showcase")


class ConveningState(models.TextChoices):
    DRAFT = "draft", _("being planned")
    PUBLISHED = "published", _("published")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("canceled")


class SiteKind(models.TextChoices):
    """How people are at a site. A planning-only county has a site that nobody registers at and that receives the kit."""

    IN_PERSON = "in-person", _("in person")
    ONLINE = "online", _("by link")
    PLANNING = "planning", _("plans with us")


class Mode(models.TextChoices):
    """Whether the sites are together or each on its own."""

    JOINT = "joint", _("all sites together")
    LOCAL = "local", _("at your site")
    BOTH = "both", _("all together, then each site")


class Level(models.TextChoices):
    INTRODUCTORY = "introductory", _("introductory")
    ADVANCED = "advanced", _("advanced")


class SessionPart(models.TextChoices):
    SPEAKER = "speaker", _("speaker")
    FACILITATOR = "facilitator", _("facilitator")
    HOST = "host", _("host")


class RegistrationState(models.TextChoices):
    """Only `registered` holds a seat. A colleague whom a captain names holds one too, until they decline."""

    REGISTERED = "registered", _("registered")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", _("canceled")
    DECLINED = "declined", _("declined")


class How(models.TextChoices):
    """How somebody checked in."""

    QR = "qr", _("by QR code")
    NAME = "name", _("by name at the door")
    CODE = "code", _("with the event code")
    LINK = "link", _("by joining online")


class QuestionState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    ASKED = "asked", _("asked now")
    ANSWERED = "answered", _("answered")
    MERGED = "merged", _("asked with another")
    HIDDEN = "hidden", _("hidden")
    HELD = "held", _("held until a host lets it through")


class GroupKind(models.TextChoices):
    TABLE = "table", _("table")
    ACROSS = "across", _("group across sites")


class Mixing(models.TextChoices):
    """From whom people at one table should differ, as far as can be."""

    ANYBODY = "", _("it does not matter")
    SCHOOL = "school", _("other schools")
    DISTRICT = "district", _("other districts")
    COUNTY = "county", _("other counties")
    TEAM = "team", _("other teams")


class Seated(models.TextChoices):
    """Who gets a seat."""

    REGISTERED = "registered", _("everyone who registered")
    HERE = "here", _("those who are checked in")


class SeatingState(models.TextChoices):
    WORKING = "working", _("being made")
    MADE = "made", _("made")
    FAILED = "failed", _("not made")


class FollowUpState(models.TextChoices):
    OPEN = "open", _("open")
    PLANNED = "planned", _("planned")
    DONE = "done", _("done")
    DECLINED = "declined", _("declined")
