"""The forms of what follows a convening: books and kits, follow-ups of a county office."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.convenings.models import Convening
from groundswell.convenings.selectors import after as reading
from groundswell.convenings.wording import topic_words
from groundswell.core.clock import PACIFIC
from groundswell.places.models import Place
from groundswell.ui.widgets import DateInput, TimeInput


class GiftForm(forms.Form):
    """A book or kit."""

    name = forms.CharField(label=_("What it is"), max_length=160)
    for_sites = forms.BooleanField(label=_("One for each site, not for each person"), required=False)


class FollowUpForm(forms.Form):
    """A follow-up: what, when, who sees to it, for which requests."""

    convening = forms.ModelChoiceField(label=_("After"), queryset=Convening.objects.none())
    title = forms.CharField(label=_("What you plan"), max_length=160)
    day = forms.DateField(label=_("Day"), widget=DateInput(), required=False)
    hour = forms.TimeField(label=_("Hour (Pacific)"), widget=TimeInput(), required=False)
    where = forms.CharField(label=_("Where"), max_length=200, required=False)
    owner_is_me = forms.BooleanField(label=_("I see to it"), required=False, initial=True)
    requests = forms.MultipleChoiceField(label=_("For whom"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, county: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(reading.requests_of(county)[:100])
        asked: Any = self.fields["requests"]
        asked.choices = [(str(row.pk), f"{row.registration.person.name}: {topic_words(row.topic)}") for row in rows]
        after: Any = self.fields["convening"]
        sites = Convening.objects.filter(sites__county=county).distinct()
        after.queryset = sites.order_by("-starts_at")
        self.rows = {str(row.pk): row for row in rows}

    def clean(self) -> dict[str, Any]:
        """An hour needs its day."""
        said = super().clean() or self.cleaned_data
        if said.get("hour") and not said.get("day"):
            self.add_error("day", _("Say also on which day."))
        return said

    def starts_at(self) -> datetime | None:
        """Day and hour together; a day alone begins in the morning."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return datetime.combine(day, hour or datetime.min.time().replace(hour=9), tzinfo=PACIFIC) if day else None
