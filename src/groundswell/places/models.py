"""Places and organizations, their former names, what they are good at, and who has belonged to whom.

One table for all kinds, because people, roles and collaboratives point at any of them. What lies within what is said by
edges between spaces; `parent` is the one of them by which pages browse downwards. Two things are easily mistaken:

* `county` is where a place stands. The county in a CDS code is that of the authority; the two differ.
* `parent` is what a place belongs to. A charter school that its county office or the state authorized belongs to no
  district: its parent is the county office, and `authority` says who answers for it.
"""

from typing import ClassVar

from django.db import models

from groundswell.core.clock import now
from groundswell.core.rows import Model
from groundswell.places.choices import Level, Locale, MemberRole, PartnerKind, PlaceKind, Precision, Sector, Status
from groundswell.spaces.models import Space

CDS = models.Q(kind__in=[PlaceKind.COUNTY_OFFICE, PlaceKind.DISTRICT, PlaceKind.SCHOOL])


class Place(Model):
    """The partnership, a state agency, a region, a county, a county office, a district, a school or a partner."""

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="place")
    key = models.CharField(max_length=60, unique=True)  # in addresses: a CDS code, "county-45", "exploratorium"
    kind = models.CharField(max_length=14, choices=PlaceKind)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True, default="")
    cds_code = models.CharField(max_length=14, null=True, blank=True, unique=True)  # unique when present
    # The second hat of a county office that is also its county's only district.
    district_cds = models.CharField(max_length=14, null=True, blank=True, unique=True)
    district_name = models.CharField(max_length=200, blank=True, default="")
    region = models.PositiveSmallIntegerField(null=True, blank=True)
    county = models.CharField(
        max_length=2, blank=True, default=""
    )  # the state's code; "" where the whole state is meant
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    authority = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers_for")
    # Of two entries of one place the one that stays: a school that was added by hand and that the state lists later.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    locale = models.CharField(max_length=8, choices=Locale, blank=True, default="")
    level = models.CharField(max_length=10, choices=Level, blank=True, default="")
    grades = models.CharField(max_length=20, blank=True, default="")
    charter = models.BooleanField(default=False)
    online = models.BooleanField(default=False)
    students = models.PositiveIntegerField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    street = models.CharField(max_length=200, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    zip_code = models.CharField(max_length=10, blank=True, default="")
    partner_kind = models.CharField(max_length=12, choices=PartnerKind, blank=True, default="")
    # All words by which it may be looked for, plain and lower case, each after a space; the name comes first.
    search = models.TextField(blank=True, default="", editable=False)
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(cds_code=None) | CDS, name="cds_code_of_authority_or_school"),
            models.CheckConstraint(
                condition=models.Q(district_cds=None) | models.Q(kind=PlaceKind.COUNTY_OFFICE),
                name="second_hat_of_county_office",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_point_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(partner_kind="") | models.Q(kind__in=[PlaceKind.PARTNER, PlaceKind.AGENCY]),
                name="partner_kind_of_partner",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(status=Status.MERGED, cds_code=None),
                name="place_merged_by_hand",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "county", "name"], name="place_kind_county_name"),
            models.Index(fields=["parent", "kind", "name"], name="place_parent_kind_name"),
            models.Index(fields=["region", "kind"], name="place_region_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_district(self) -> bool:
        """A district, also when it is a county office's second hat."""
        return self.kind == PlaceKind.DISTRICT or self.district_cds is not None

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def by_hand(self) -> bool:
        """Added here: the state's directory does not list it, and may do so later."""
        return self.kind in {PlaceKind.SCHOOL, PlaceKind.PARTNER} and self.cds_code is None

    @property
    def sector(self) -> Sector:
        """Where its people work, for reports by sector."""
        if self.kind == PlaceKind.PARTNER:
            return Sector.HIGHER if self.partner_kind == PartnerKind.UNIVERSITY else Sector.COMMUNITY
        return Sector.STATE if self.kind in {PlaceKind.AGENCY, PlaceKind.PARTNERSHIP} else Sector.SCHOOLS


class PlaceName(Model):
    """Another name of a place: one it had until a date, or one that people use for it."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=200)
    used_from = models.DateField(null=True, blank=True)
    used_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "name", "used_until"], name="one_former_name"),
            models.UniqueConstraint(
                fields=["place", "name"], condition=models.Q(used_until=None), name="one_other_name"
            ),
            models.CheckConstraint(
                condition=models.Q(used_from=None)
                | models.Q(used_until=None)
                | models.Q(used_until__gte=models.F("used_from")),
                name="other_name_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Strength(Model):
    """What an organization is good at, in a few words, by which collaboratives find it."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="strengths")
    words = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "words"], name="one_strength")]

    def __str__(self) -> str:
        return self.words


class Membership(Model):
    """An organization belongs to a body (the partnership) as something, from a date until a date."""

    organization = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="memberships")
    body = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="members")
    role = models.CharField(max_length=10, choices=MemberRole)
    joined_on = models.DateField(null=True, blank=True)  # None: the date is not recorded
    joined_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "body"], condition=models.Q(left_on=None), name="one_open_membership"
            ),
            models.CheckConstraint(
                condition=models.Q(joined_on=None)
                | models.Q(left_on=None)
                | models.Q(left_on__gte=models.F("joined_on")),
                name="membership_ends_after_start",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["body", "role"], name="membership_body_role")]

    def __str__(self) -> str:
        return f"{self.organization_id} in {self.body_id}"
