"""A convening: its sites, sessions and people, from the first plan to the day. What follows is in `day` and `after`.

Seats are counted in the database: `Site.taken` rises with each registration that holds one and cannot pass `capacity`, so
that simultaneous registrations fill a site exactly. `Site.queued` hands out the places in the waiting list.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models

from groundswell.collaboratives.choices import Subject
from groundswell.collaboratives.models import Collaborative, Goal, Need
from groundswell.convenings.choices import ConveningState, Format, Level, Mode, RegistrationState, SessionPart, SiteKind
from groundswell.core.clock import PACIFIC, now, today
from groundswell.core.rows import Model
from groundswell.instruments.models import InstrumentVersion, Response
from groundswell.people.choices import Role
from groundswell.people.choices import Subject as Teaches
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.spaces.models import Space
from groundswell.standards.models import Item

LISTS_OPEN = timedelta(days=14)


def still_to_come(moment: datetime, prefix: str = "") -> models.Q:
    """`Convening.is_over`, the other way round, as a condition on what is named by `prefix`, as in "convening__"."""
    postponed = models.Q(**{f"{prefix}state": ConveningState.POSTPONED})
    return postponed | models.Q(**{f"{prefix}ends_at__gte": moment})


class Convening(Model):
    """People come together for one or several days, in one room or at many sites at once."""

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="convening")
    collaborative = models.ForeignKey(Collaborative, on_delete=models.PROTECT, related_name="convenings")
    key = models.SlugField(max_length=60, unique=True)
    format = models.CharField(max_length=12, choices=Format, default=Format.SYMPOSIUM)
    title = models.CharField(max_length=160)
    title_es = models.CharField(max_length=160, blank=True, default="")
    lead = models.TextField(blank=True, default="")
    lead_es = models.TextField(blank=True, default="")
    audience = models.CharField(max_length=200, blank=True, default="")
    audience_es = models.CharField(max_length=200, blank=True, default="")
    cost = models.CharField(max_length=200, blank=True, default="")
    cost_es = models.CharField(max_length=200, blank=True, default="")
    contact = models.EmailField(
        blank=True, default=""
    )  # who answers questions: on its page, and answers to letters go there
    subject = models.CharField(max_length=8, choices=Subject)
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.SET_NULL, related_name="convenings")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="convenings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    register_from = models.DateTimeField(null=True, blank=True)
    register_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ConveningState, default=ConveningState.DRAFT)
    team_rule = models.CharField(max_length=200, blank=True, default="")
    team_rule_es = models.CharField(max_length=200, blank=True, default="")
    # Why it was postponed or canceled, in the organizers' words: on its page and in the letters.
    notice = models.TextField(max_length=1000, blank=True, default="")
    notice_es = models.TextField(max_length=1000, blank=True, default="")
    questions = models.ForeignKey(
        InstrumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="asked_at_registration"
    )
    survey = models.ForeignKey(
        InstrumentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="asked_afterwards"
    )
    hours = models.DecimalField(max_digits=4, decimal_places=2, default=0)  # professional learning hours of a full day
    series_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    changes = models.PositiveIntegerField(default=0)  # how often date or place changed: the calendar entry's SEQUENCE
    site_removed = models.PositiveSmallIntegerField(default=0)  # the highest number of a site that was taken out
    made_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="convening_ends_after_start"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "starts_at"], name="convening_state_start"),
            models.Index(fields=["collaborative", "starts_at"], name="convening_collaborative"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def this_day(self) -> date:
        """Today while it is on; before, its first day, and afterwards its last."""
        first, last = (at.astimezone(PACIFIC).date() for at in (self.starts_at, self.ends_at))
        return min(max(today(), first), last)

    @property
    def days(self) -> list[date]:
        """Each of its days."""
        first, last = (at.astimezone(PACIFIC).date() for at in (self.starts_at, self.ends_at))
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    @property
    def is_over(self) -> bool:
        """One that is postponed is not, however long ago its old day was."""
        return self.state != ConveningState.POSTPONED and now() > self.ends_at

    @property
    def has_begun(self) -> bool:
        """Its first hour has come; it may be over."""
        return self.state != ConveningState.POSTPONED and now() >= self.starts_at

    @property
    def lists_closed(self) -> bool:
        """Until two weeks after the end hosts put in who was there: a sheet of paper comes home later than its people."""
        return self.is_over and now() > self.ends_at + LISTS_OPEN


class Aim(Model):
    """What participants should take from a convening; the survey asks about each aim."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="aims")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    text_es = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["convening", "number"], name="one_aim_number")]

    def __str__(self) -> str:
        return self.text


class Site(Model):
    """Where people of a convening are: a county office, a room, or a link. `capacity` None means without limit."""

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="site")
    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="sites")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=SiteKind, default=SiteKind.IN_PERSON)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    county = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    name_es = models.CharField(max_length=80, blank=True, default="")  # a town has one name; “By link” has two
    address = models.CharField(max_length=200, blank=True, default="")
    room = models.CharField(max_length=80, blank=True, default="")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)
    queued = models.PositiveIntegerField(default=0)  # waiting numbers given out so far
    link = models.URLField(max_length=500, blank=True, default="")  # the joint screen's; shown to those who come
    host = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["convening", "number"], name="one_site_number"),
            models.CheckConstraint(
                condition=models.Q(capacity=None) | models.Q(taken__lte=models.F("capacity")),
                name="site_never_overfull",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Session(Model):
    """One part of the program, for all sites together or at each on its own."""

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="session")
    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=6, choices=Mode)
    title = models.CharField(max_length=160)
    title_es = models.CharField(max_length=160, blank=True, default="")
    text = models.TextField(blank=True, default="")
    text_es = models.TextField(blank=True, default="")
    host_notes = models.TextField(blank=True, default="")  # the run of show: what a host does and needs
    host_notes_es = models.TextField(blank=True, default="")
    subject = models.CharField(max_length=8, choices=Subject, blank=True, default="")
    level = models.CharField(max_length=12, choices=Level, blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    room = models.CharField(
        max_length=80, blank=True, default=""
    )  # where in the building, when it is not the site's room
    standards = models.ManyToManyField(Item, blank=True, related_name="sessions")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_start"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["convening", "starts_at"], name="session_convening_start")]

    def __str__(self) -> str:
        return self.title


class SessionPerson(Model):
    """Who leads a session, as what."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sessions_led")
    part = models.CharField(max_length=12, choices=SessionPart)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person", "part"], name="one_part_in_session")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.part} of {self.session_id}"


class Material(Model):
    """What a session needs or hands out: a thing to bring, a file, a link; shown when its session runs."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="materials")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=160)
    title_es = models.CharField(max_length=160, blank=True, default="")
    link = models.URLField(max_length=500, blank=True, default="")
    file = models.FileField(upload_to="materials/%Y/%m/", blank=True)
    for_hosts = models.BooleanField(default=False)  # hosts prepare it; participants do not see it
    number = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        """The file's name without its folders."""
        return (self.file.name or "").rpartition("/")[2]


class Team(Model):
    """Colleagues of one school or district who come together; the captain speaks for them until each confirms."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=120)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    captain = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    all_or_none = models.BooleanField(default=False)  # wait together rather than come in part
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name


class Registration(Model):
    """One person at one convening. `secret` is the link in the mail by which they change it without an account."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="registrations")
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations", db_index=False
    )  # indexed below without those who come alone: they are nearly all, and a planner would take each team for as many
    state = models.CharField(max_length=10, choices=RegistrationState)
    waiting_number = models.PositiveIntegerField(null=True, blank=True)
    secret = models.CharField(max_length=43, unique=True)
    # What was true when they registered; a person's positions change, a roster does not.
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place_written = models.CharField(max_length=160, blank=True, default="")  # a school that is not listed
    county = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role, blank=True, default="")
    teaches = models.CharField(max_length=8, choices=Teaches, blank=True, default="")
    grades = models.PositiveSmallIntegerField(default=0)  # one bit a grade, see people.choices
    answers = models.ForeignKey(Response, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    km_to_site = models.FloatField(null=True, blank=True)  # great circle from the school, one way
    language = models.CharField(max_length=5, default="en")
    changes = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # by the person; a captain's word is not theirs
    cancelled_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # afterwards, what they took away
    reminded_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)  # before, whether they come: a captain's word is not theirs

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["convening", "person"], name="one_registration_a_person"),
            models.CheckConstraint(
                condition=~models.Q(state=RegistrationState.WAITING) | models.Q(waiting_number__isnull=False),
                name="waiting_has_number",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "state", "waiting_number"], name="registration_site_state"),
            models.Index(fields=["convening", "state"], name="registration_convening_state"),
            models.Index(fields=["person", "state"], name="registration_person"),
            models.Index(fields=["team"], condition=models.Q(team__isnull=False), name="registration_team"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.convening_id}"
