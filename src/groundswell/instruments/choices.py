"""What instruments are for, who may answer, and the kinds of questions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    SURVEY = "survey", _("survey")
    REGISTRATION = "registration", _("registration questions")
    PLANNER = "planner", _("planner")
    PROTOCOL = "protocol", _("protocol")
    REFLECTION = "reflection", _("reflection")


class OpenTo(models.TextChoices):
    """Who may answer by the instrument's own page. Pages of convenings and cohorts ask in their own way."""

    NOBODY = "nobody", _("nobody by itself: another page asks it")
    SIGNED_IN = "signed_in", _("anyone who is signed in")
    LINK = "link", _("anyone who has the link")


class ResponseState(models.TextChoices):
    DRAFT = "draft", _("begun")
    SENT = "sent", _("sent")
    WITHDRAWN = "withdrawn", _("withdrawn")


class QuestionKind(models.TextChoices):
    SECTION = "section", _("Heading and text")
    SINGLE = "single", _("One choice")
    MULTIPLE = "multiple", _("Several choices")
    GRID = "grid", _("Scale for several statements")
    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    PLACE = "place", _("Place")
    PERSON = "person", _("Person")
    STANDARD = "standard", _("Standards")


class LessonSubject(models.TextChoices):
    MATH = "math", _("math")
    SCIENCE = "science", _("science")
    BOTH = "both", _("math and science")
