"""The words of a collaborative's records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    """The subjects everywhere: their colors and shapes never mean anything else."""

    MATH = "math", _("math")
    SCIENCE = "science", _("science")
    BOTH = "both", _("math and science")


class Scope(models.TextChoices):
    REGION = "region", _("regional")
    COUNTY = "county", _("county")


class Part(models.TextChoices):
    """What a member is to the collaborative."""

    LEAD = "lead", _("lead")
    DEPUTY = "deputy", _("deputy lead")
    REPRESENTATIVE = "representative", _("county representative")
    TEACHER_LEADER = "teacher-leader", _("teacher leader")
    FACULTY = "faculty", _("higher education")
    PARTNER = "partner", _("partner")
    MEMBER = "member", _("member")


class Standing(models.TextChoices):
    SENIOR = "senior", _("senior leader")
    EMERGING = "emerging", _("emerging leader")


class Bond(models.TextChoices):
    """How an organization takes part."""

    COUNTY = "county", _("county")
    PARTNER = "partner", _("partner")


class EvidenceKind(models.TextChoices):
    NUMBER = "number", _("a number")
    INTERVIEW = "interview", _("an interview")
    SURVEY = "survey", _("a survey")
    OBSERVATION = "observation", _("an observation")
    DOCUMENT = "document", _("a document")


class NeedState(models.TextChoices):
    OPEN = "open", _("open")
    TAKEN_UP = "taken-up", _("taken up")
    MET = "met", _("met")
    SET_ASIDE = "set-aside", _("set aside")


class AskState(models.TextChoices):
    """What became of a county's asking for what another one offers."""

    ASKED = "asked", _("waits for an answer")
    AGREED = "agreed", _("agreed")
    DECLINED = "declined", _("not now")


class TaskState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")
