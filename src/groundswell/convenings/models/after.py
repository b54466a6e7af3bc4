"""What people take home, and what their county office does next."""

from typing import ClassVar

from django.db import models

from groundswell.accounts.models import User
from groundswell.convenings.choices import FollowUpState
from groundswell.convenings.models.plan import Convening, Registration, Site
from groundswell.core.clock import now
from groundswell.core.rows import Model
from groundswell.people.models import Person
from groundswell.places.models import Place


class Gift(Model):
    """A book or a kit that each participant, or a site, is to get."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="gifts")
    name = models.CharField(max_length=160)
    for_sites = models.BooleanField(default=False)  # one a site, also for counties that only plan

    def __str__(self) -> str:
        return self.name


class GiftGiven(Model):
    """Handed over, or mailed; who is still owed one is whoever has no row."""

    gift = models.ForeignKey(Gift, on_delete=models.CASCADE, related_name="given")
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="gifts_received"
    )
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.CASCADE, related_name="gifts_received")
    mailed = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gift", "registration"], condition=models.Q(site=None), name="one_gift_a_person"
            ),
            models.UniqueConstraint(
                fields=["gift", "site"], condition=models.Q(registration=None), name="one_gift_a_site"
            ),
            models.CheckConstraint(
                condition=models.Q(registration=None, site__isnull=False)
                | models.Q(registration__isnull=False, site=None),
                name="gift_to_person_or_site",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gift_id}"


class FollowUp(Model):
    """What a county office does for its own people after a convening: when, where, who sees to it."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="follow_ups")
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    notes = models.TextField(blank=True, default="")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups")
    starts_at = models.DateTimeField(null=True, blank=True)
    where = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=8, choices=FollowUpState, default=FollowUpState.OPEN)
    told = models.BooleanField(default=False)  # those who asked were written to
    changes = models.PositiveIntegerField(default=0)  # how often it changed: the calendar entry's SEQUENCE
    made_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["county", "state"], name="follow_up_county_state")]

    def __str__(self) -> str:
        return self.title


class FollowUpRequest(Model):
    """What a participant asks their county office for. Only that office, and the leads in numbers, see it."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="requests")
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=40)  # a code of the survey's list
    words = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=8, choices=FollowUpState, default=FollowUpState.OPEN)
    follow_up = models.ForeignKey(FollowUp, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["registration", "topic"], name="one_request_a_topic")]
        indexes: ClassVar = [models.Index(fields=["county", "state", "topic"], name="request_county_state")]

    def __str__(self) -> str:
        return self.topic


class Introduction(Model):
    """Two people who each hoped to work with the other were told so: one row for each of the two, about the other."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="introductions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="introductions")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(default=now)
    address_at = models.DateTimeField(null=True, blank=True)  # since when the person was sent the other's address

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["convening", "person", "other"], name="one_introduction"),
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="introduced_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.other_id}"
