"""What a planner says before sites are proposed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.convenings.selectors.siting import Wish
from groundswell.places.models import Place


class SitingForm(forms.Form):
    """How many sites, for whom."""

    open_sites = forms.IntegerField(label=_("How many sites at most"), min_value=1, max_value=58, initial=5)
    who = forms.ChoiceField(
        label=_("Who is expected"),
        choices=[
            ("districts", _("a team from each district")),
            ("registered", _("those who have registered")),
        ],
        initial="districts",
        widget=forms.RadioSelect,
    )
    each = forms.IntegerField(label=_("People in a team"), min_value=1, max_value=500, initial=4)
    seats = forms.IntegerField(
        label=_("Seats at a site"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Empty: as many as come. A site that is planned already keeps its own number."),
    )
    far = forms.FloatField(
        label=_("Longest way, in hours"),
        min_value=0.25,
        max_value=24,
        required=False,
        help_text=_("One way by road. Teams with a longer way join by link. Empty: everyone comes."),
    )
    counties = forms.MultipleChoiceField(label=_("Counties"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, counties: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {county.key: county for county in counties}
        chosen: Any = self.fields["counties"]
        chosen.choices = [(county.key, county.name) for county in counties]
        chosen.initial = list(self.places)

    def wish(self) -> Wish:
        """What was said, for the engine."""
        said = self.cleaned_data
        return Wish(
            counties=[self.places[key] for key in said["counties"]],
            open_sites=said["open_sites"],
            each=said["each"],
            seats=said["seats"],
            far=said["far"],
            registered=said["who"] == "registered",
        )
