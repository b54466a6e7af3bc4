"""Forms of places."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from groundswell.places import atlas
from groundswell.places.choices import MemberRole, PartnerKind, PlaceKind
from groundswell.places.models import Place
from groundswell.places.selectors.finding import UnknownPlace, find_place
from groundswell.ui.widgets import DateInput, SuggestInput


def county_choices(empty: Any) -> list[tuple[str, Any]]:
    """Every county by name; `empty` says what no choice means."""
    return [("", empty), *((county.code, county.name) for county in atlas.counties().values())]


class StrengthsField(forms.CharField):
    """A few words a line; the value is a list of lines."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > 20 or any(len(line) > 80 for line in lines):
            raise ValidationError(_("Write at most 20 lines of at most 80 letters."))
        return lines


class PartnerForm(forms.Form):
    """A new organization."""

    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    partner_kind = forms.ChoiceField(label=_("Kind"), choices=PartnerKind.choices)
    county = forms.ChoiceField(
        label=_("County where it stands"),
        choices=lambda: county_choices(_("the whole state, or outside California")),
        required=False,
    )
    good_at = StrengthsField(
        label=_("Good at"), help_text=_("One a line, such as “hands-on science”."), required=False, max_length=2000
    )


class PlaceForm(forms.Form):
    """What may be corrected by hand. The state's directory has the last word on schools and districts."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("The former name is kept and still finds it."))
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    also_called = StrengthsField(
        label=_("Also called"), help_text=_("Names that people use for it, one a line. Each finds it."), required=False,
        max_length=2000,
    )  # fmt: skip
    street = forms.CharField(label=_("Street"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    zip_code = forms.CharField(label=_("ZIP code"), max_length=10, required=False)
    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    partner_kind = forms.ChoiceField(label=_("Kind"), choices=PartnerKind.choices)
    good_at = StrengthsField(label=_("Good at"), help_text=_("One a line."), required=False, max_length=2000)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if place.kind not in {PlaceKind.PARTNER, PlaceKind.AGENCY}:
            del self.fields["partner_kind"]
            del self.fields["good_at"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Write both latitude and longitude, or neither."))
        return cleaned


class SameForm(forms.Form):
    """A place that was added by hand is one of the list. `cleaned_data["keep"]` is the one that stays."""

    keep = forms.CharField(
        label=_("It is"), max_length=300, help_text=_("Type a few letters and choose."),
        widget=SuggestInput(cast("str", reverse_lazy("places:suggest"))),
    )  # fmt: skip

    def clean_keep(self) -> Place:
        try:
            return find_place(self.cleaned_data["keep"], kinds=[PlaceKind.SCHOOL, PlaceKind.PARTNER])
        except UnknownPlace as unknown:
            raise ValidationError(unknown.advice()) from unknown


class JoinForm(forms.Form):
    """A partner joins the partnership, or leaves it."""

    role = forms.ChoiceField(label=_("As"), choices=MemberRole.choices)
    on = forms.DateField(
        label=_("Joined on"), widget=DateInput(), required=False, help_text=_("Leave it empty when nobody knows.")
    )


class LeaveForm(forms.Form):
    on = forms.DateField(label=_("Left on"), widget=DateInput(), required=False, help_text=_("Today when left empty."))
