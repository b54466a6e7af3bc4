"""A person, and what they are at which place from when to when.

A person is not a user: somebody on a staff list is known before they ever sign in, a speaker may never have an address,
and somebody who left has neither name nor address but is still counted. Whoever has an address has a user (`accounts`),
so that the person and the sign-in are one from the first mail on.

Rows of people never go away. Of two that were merged, one points to the other; one who left is emptied of what names
them. `known()` is everybody else.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.core.clock import now, today
from groundswell.core.rows import Model
from groundswell.people.choices import ALL_GRADES, Audience, Language, Role, Subject, grades_in_words
from groundswell.places.models import Place
from groundswell.spaces.models import Space

NAME_FIRST = Q(shows_work__lte=F("shows_name"), shows_teaching__lte=F("shows_name"), shows_contact__lte=F("shows_name"))


def known(prefix: str = "") -> Q:
    """People who are neither merged into another nor gone; `prefix` as in "person__"."""
    return Q(**{f"{prefix}merged_into": None, f"{prefix}erased_at": None})


def called(given_name: str, family_name: str, display_name: str) -> str:
    """As somebody wants to be called; else both names."""
    return display_name or f"{given_name} {family_name}".strip() or _("somebody without a name yet")


# What a name is made of, for lists of hundreds that read columns and make no persons of them; see `name_from`.
NAME = ("given_name", "family_name", "display_name", "erased_at")


def name_from(given_name: str, family_name: str, display_name: str, erased_at: object) -> str:
    """Somebody who left, or who has not said yet, is told apart by no name."""
    return _("somebody who has left") if erased_at is not None else called(given_name, family_name, display_name)


class Person(Model):
    """Somebody. What others see of them is theirs to set, and little is shown until they do."""

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="person")
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="person")
    given_name = models.CharField(max_length=80, blank=True, default="")
    family_name = models.CharField(max_length=80, blank=True, default="")
    display_name = models.CharField(
        max_length=120, blank=True, default=""
    )  # as they want to be called; else both names
    pronouns = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=5, choices=Language, default=Language.ENGLISH)

    # Who sees what. Nobody sees more of a person than those who see the name.
    shows_name = models.PositiveSmallIntegerField(choices=Audience, default=Audience.COLLABORATIVES)
    shows_work = models.PositiveSmallIntegerField(choices=Audience, default=Audience.COLLABORATIVES)
    shows_teaching = models.PositiveSmallIntegerField(choices=Audience, default=Audience.COLLABORATIVES)
    shows_contact = models.PositiveSmallIntegerField(choices=Audience, default=Audience.NOBODY)

    # Indexed below without the empty ones: nearly all are empty, and SQLite would walk them.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from", db_index=False
    )
    erased_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)

    # Plain lower-case words, written by the services: by what a list is sorted, by what somebody is looked for.
    sort_name = models.CharField(max_length=300, blank=True, default="", editable=False)
    search = models.CharField(max_length=400, blank=True, default="", editable=False)  # each word after a space

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=NAME_FIRST, name="person_shows_name_first"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_not_merged_into_self"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(given_name="", family_name="", display_name="", pronouns="", search=""),
                name="erased_person_has_no_name",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged"),
            # Holds all that finding people asks for, so that a search walks the index and reads no row but those shown.
            models.Index(
                fields=[
                    "sort_name",
                    "id",
                    "search",
                    "user",
                    "shows_name",
                    "shows_work",
                    "shows_teaching",
                    "merged_into",
                    "erased_at",
                ],
                condition=known(),
                name="person_finding",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As they want to be called."""
        return name_from(self.given_name, self.family_name, self.display_name, self.erased_at)

    @property
    def is_known(self) -> bool:
        """Neither merged into another nor gone."""
        return self.merged_into_id is None and self.erased_at is None


class Position(Model):
    """What somebody is at a place, from a day until the last day (an empty date: not known, or still so).

    Several hold at once. A place that is not in the directory is kept as its person wrote it, with the county.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    place_name = models.CharField(max_length=200, blank=True, default="")
    county = models.CharField(max_length=2, blank=True, default="")  # the state's code; of the place when there is one
    role = models.CharField(max_length=30, choices=Role)
    title = models.CharField(max_length=120, blank=True, default="")
    subject = models.CharField(max_length=8, choices=Subject, blank=True, default="")
    grades = models.PositiveSmallIntegerField(default=0)  # one bit a grade, see choices.GRADES
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(place__isnull=False) | ~Q(place_name=""), name="position_is_somewhere"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="position_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(grades__lte=ALL_GRADES), name="position_grades_known"),
            models.UniqueConstraint(
                fields=["person", "place", "role"], condition=Q(until=None), name="one_open_position_a_role"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place", "role", "person"], name="position_place"),
            models.Index(fields=["county", "role", "subject", "person"], name="position_county"),
            models.Index(fields=["role", "subject", "person"], name="position_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} at {self.place_id or self.place_name}"

    @property
    def where(self) -> str:
        """The place's name; the place must be selected along."""
        return self.place.name if self.place is not None else self.place_name

    @property
    def role_words(self) -> str:
        """Their own title, else the role."""
        return self.title or str(Role(self.role).label)

    @property
    def grade_words(self) -> str:
        return grades_in_words(self.grades)

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)

    @property
    def is_current(self) -> bool:
        return self.holds_on(today())


def holding_on(day: date, prefix: str = "") -> Q:
    """Positions that hold on this day; `prefix` as in "positions__"."""
    begun = Q(**{f"{prefix}since": None}) | Q(**{f"{prefix}since__lte": day})
    return begun & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gte": day}))


class Listed(Model):
    """An entry that a county's staff list made for an address that somebody has who works elsewhere, or who signs in.

    Whoever brought the list in may neither change that somebody nor learn that they are here. So what the list says
    stands in an entry of its own, which the county sees like any other, until the owner of the address says whether it
    is them: then the two are merged.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="listed")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="listed")
    address = models.CharField(max_length=254)  # as the list has it: the user may have others, which are theirs to show
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    denied_at = models.DateTimeField(null=True, blank=True)  # "that is not me": nobody asks again

    def __str__(self) -> str:
        return f"{self.person_id} listed"


class ConsentText(Model):
    """One version of what people are asked to agree to, in one language. Never changed: a new version is a new row."""

    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5, choices=Language)
    text = models.TextField()
    published_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "version", "language"], name="one_consent_text"),
            models.CheckConstraint(condition=Q(version__gte=1), name="consent_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version} {self.language}"


class Consent(Model):
    """Somebody agreed to one version of a text, as they read it, until they withdraw it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5, choices=Language)
    given_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(withdrawn_at=None), name="one_open_consent_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "withdrawn_at", "person"], name="consent_kind_open")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.version}"


class Merge(Model):
    """That two rows were one person, and what was moved, so that it can be undone.

    `note` is {"moved": {"app.Model.field": [ids]}, "left": {…}, "movers": {name: note}, "user": {…}, "filled": {…}}.
    """

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True, blank=True)
    note = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="one_open_merge"),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.kept_id}"
