"""What people fill in about themselves, and what a search asks."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from groundswell.people.choices import GRADES, Audience, Group, Language, Role, Subject, bits_to_grades, grades_to_bits
from groundswell.people.models import Person, Position
from groundswell.people.selectors.directory import Search
from groundswell.people.services.positions import NewPosition
from groundswell.places.choices import WHERE_PEOPLE_WORK, PartnerKind, PlaceKind
from groundswell.places.forms import county_choices
from groundswell.places.models import Place
from groundswell.places.selectors.finding import UnknownPlace, find_place, place_label
from groundswell.ui.widgets import DateInput, ScaleGridField, SuggestInput


class SearchForm(forms.Form):
    """Looking for people. What cannot be understood narrows nothing."""

    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("any role")), *Role.choices])
    subject = forms.ChoiceField(label=_("Subject"), required=False, choices=[("", _("any subject")), *Subject.choices])
    grade = forms.ChoiceField(
        label=_("Grade"), required=False, choices=[("", _("any grade")), *((grade, grade) for grade in GRADES)]
    )
    county = forms.ChoiceField(label=_("County"), required=False, choices=lambda: county_choices(_("any county")))
    place = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def search(self) -> Search:
        """What is asked, without what cannot be."""
        self.is_valid()
        asked = self.cleaned_data
        place = Place.objects.filter(key=asked["place"]).first() if asked.get("place") else None
        words = {name: asked.get(name, "") for name in ("q", "role", "subject", "grade", "county")}
        return Search(**words, place=place)

    def is_asking(self) -> bool:
        """Whether anything is asked at all."""
        return any(self.data.get(name) for name in self.fields)


class ProfileForm(forms.Form):
    """How somebody is called."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    display_name = forms.CharField(
        label=_("What people call you"),
        max_length=120,
        required=False,
        help_text=_("Stands in place of both names, on badges too."),
    )
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, help_text=_("Of pages and letters."), widget=forms.RadioSelect
    )

    @classmethod
    def of(cls, person: Person | None, language: str) -> "ProfileForm":
        """The form as it stands for somebody; `language` counts while nothing is known of them."""
        if person is None:
            return cls(initial={"language": language})
        return cls(initial={name: getattr(person, name) for name in cls.base_fields})


class PositionForm(forms.Form):
    """What somebody is at a place. `cleaned_data["new"]` is the position to be."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("choose")), *Role.choices])
    place = forms.CharField(
        label=_("Where"),
        max_length=300,
        help_text=_("School, district, county office, university or partner. Type a few letters and choose."),
        widget=SuggestInput(cast("str", reverse_lazy("places:suggest"))),
    )
    not_listed = forms.BooleanField(label=_("It is not in the list; keep what I wrote"), required=False)
    county = forms.ChoiceField(
        label=_("County"),
        required=False,
        choices=lambda: county_choices(_("choose")),
        help_text=_("Only where the place is not in the list."),
    )
    title = forms.CharField(
        label=_("Your own title"), max_length=120, required=False, help_text=_("Stands in place of the role.")
    )
    subject = forms.ChoiceField(
        label=_("Subject"), required=False, choices=[("", _("none or all")), *Subject.choices], widget=forms.RadioSelect
    )
    grades = forms.MultipleChoiceField(
        label=_("Grades"),
        required=False,
        choices=[(grade, grade) for grade in GRADES],
        widget=forms.CheckboxSelectMultiple,
    )
    since = forms.DateField(label=_("Since"), required=False, widget=DateInput())
    until = forms.DateField(
        label=_("Last day"), required=False, widget=DateInput(), help_text=_("Leave it empty while it goes on.")
    )

    @classmethod
    def of(cls, position: Position) -> "PositionForm":
        """The form as it stands; the place and its parent must be selected along."""
        initial = {name: getattr(position, name) for name in ("role", "county", "title", "subject", "since", "until")}
        initial["place"] = place_label(position.place) if position.place else position.place_name
        initial["not_listed"] = position.place is None
        initial["grades"] = bits_to_grades(position.grades)
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("The last day is before the first."))
        place = self._place(cleaned) if cleaned.get("place") else None
        if self.errors:
            return cleaned
        cleaned["new"] = NewPosition(
            role=cleaned["role"],
            place=place,
            place_name="" if place else cleaned["place"],
            county=cleaned["county"],
            title=cleaned["title"],
            subject=cleaned["subject"],
            grades=grades_to_bits(cleaned["grades"]),
            since=cleaned["since"],
            until=cleaned["until"],
        )
        return cleaned

    def _place(self, cleaned: dict[str, Any]) -> Place | None:
        try:
            return find_place(cleaned["place"])
        except UnknownPlace as unknown:
            if not cleaned.get("not_listed"):
                self.add_error("place", unknown.advice())
            elif len(cleaned["place"]) > 200:
                self.add_error("place", _("The name can have at most 200 letters."))
            elif not cleaned.get("county"):
                self.add_error("county", _("Choose the county of this place."))
        return None


class SharingForm(forms.Form):
    """Who sees what: an audience for each group."""

    levels = ScaleGridField(
        label=_("Who sees what of me"),
        rows=[(group.value, capfirst(group.label)) for group in Group],
        columns=[(str(audience.value), audience.label) for audience in Audience],
        help_text=_("Nobody sees more than those who see your name."),
    )

    @classmethod
    def of(cls, person: Person) -> "SharingForm":
        levels = {group.value: str(getattr(person, f"shows_{group}")) for group in Group}
        return cls(initial={"levels": levels})

    def chosen(self) -> Mapping[Group, Audience]:
        return {Group(group): Audience(int(level)) for group, level in self.cleaned_data["levels"].items()}


class KnownPlaceForm(forms.Form):
    """What somebody wrote by hand is one of the list: one of the likely ones, or another."""

    likely = forms.ChoiceField(label=_("It is"), required=False, widget=forms.RadioSelect)
    other = forms.CharField(
        label=_("Another place"),
        required=False,
        max_length=300,
        help_text=_("Type a few letters and choose."),
        widget=SuggestInput(cast("str", reverse_lazy("places:suggest"))),
    )
    remember = forms.BooleanField(
        label=_("What they wrote is a name of it: find it by that from now on"), required=False, initial=True
    )

    def __init__(self, *args: Any, likely: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not likely:
            del self.fields["likely"]
            self.fields["other"].label = _("Place")
            return
        self.fields["likely"].choices = [  # type: ignore[attr-defined]
            *((place.key, place_label(place)) for place in likely),
            ("", _("none of these")),
        ]

    def clean(self) -> dict[str, Any]:
        """`cleaned_data["place"]` is the place."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = cleaned.get("other") or cleaned.get("likely")
        if not named:
            self.add_error("other", _("Choose a place, or add it below."))
            return cleaned
        try:
            cleaned["place"] = find_place(named, kinds=WHERE_PEOPLE_WORK)
        except UnknownPlace as unknown:
            self.add_error("other", unknown.advice())
        return cleaned


class NewPlaceForm(forms.Form):
    """It is in no list: a private school, an organization."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As it calls itself."))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(PlaceKind.SCHOOL.value, PlaceKind.SCHOOL.label), *PartnerKind.choices],
    )
    county = forms.ChoiceField(label=_("County"), choices=lambda: county_choices(_("choose")))
    street = forms.CharField(label=_("Street"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    zip_code = forms.CharField(label=_("ZIP code"), max_length=10, required=False)

    def place(self) -> dict[str, str]:
        """What services take; call it on a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "kind"}


class LeaveForm(forms.Form):
    """The last question before leaving."""

    sure = forms.BooleanField(label=_("I want to leave. I know that it cannot be undone."))


class FindForm(forms.Form):
    """A name, or the beginning of an address."""

    q = forms.CharField(label=_("Name or address"), required=False, max_length=200)


class ConsentTextForm(forms.Form):
    """The next version of a text, in both languages."""

    en = forms.CharField(label=_("English"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5, "lang": "en"}))
    es = forms.CharField(label=_("Spanish"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5, "lang": "es"}))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("en", "").strip() and cleaned.get("en") == cleaned.get("es"):
            raise ValidationError(_("Both languages hold the same words."))
        return cleaned
