"""What people fill in about themselves, and what a search asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.people.choices import GRADES, Role, Subject
from groundswell.people.selectors.directory import Search
from groundswell.places import atlas
from groundswell.places.models import Place


def county_choices(empty: Any) -> list[tuple[str, Any]]:
    counties = sorted(atlas.counties().values(), key=lambda county: county.name)
    return [("", empty), *((county.code, county.name) for county in counties)]


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
        self.is_valid()
        asked = self.cleaned_data
        place = Place.objects.filter(key=asked["place"]).first() if asked.get("place") else None
        words = {name: asked.get(name, "") for name in ("q", "role", "subject", "grade", "county")}
        return Search(**words, place=place)

    def is_asking(self) -> bool:
        """Whether anything is asked at all."""
        return any(self.data.get(name) for name in self.fields)
