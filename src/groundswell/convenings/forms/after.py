"""The forms of what follows a convening: books and kits, follow-ups of a county office."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from groundswell.convenings.models import Convening, FollowUp, FollowUpRequest
from groundswell.convenings.selectors import after as reading
from groundswell.convenings.wording import day_in_words, in_language, topic_words
from groundswell.core.clock import PACIFIC
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.ui.widgets import DateInput, TimeInput


class GiftForm(forms.Form):
    """A book or kit."""

    name = forms.CharField(label=_("What it is"), max_length=160)
    for_sites = forms.BooleanField(label=_("One for each site, not for each person"), required=False)


class FollowUpForm(forms.Form):
    """A follow-up: what, when, where, who sees to it, for which requests. `planned` is one that is to be changed."""

    convening = forms.ModelChoiceField(label=_("After"), queryset=Convening.objects.none(), empty_label=_("choose"))
    title = forms.CharField(label=_("What you plan"), max_length=160)
    day = forms.DateField(label=_("Day"), widget=DateInput(), required=False)
    hour = forms.TimeField(label=_("Hour (Pacific)"), widget=TimeInput(), required=False)
    where = forms.CharField(label=_("Where"), max_length=200, required=False)
    owner = forms.TypedChoiceField(label=_("Who sees to it"), coerce=int, required=False, empty_value=None)
    notes = forms.CharField(
        label=_("What else they should know"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    requests = forms.MultipleChoiceField(label=_("For whom"), required=False, widget=forms.CheckboxSelectMultiple)
    tell = forms.BooleanField(label=_("Write to them, with an entry for their calendar"), required=False, initial=True)

    def __init__(
        self, *args: Any, county: Place, me: Person | None, planned: FollowUp | None = None, **kwargs: Any
    ) -> None:
        had = list(reading.requests_for(planned)) if planned is not None else []
        initial = as_said(planned, had) if planned is not None else {"owner": me.pk if me is not None else 0}
        super().__init__(*args, **{"initial": initial, **kwargs})
        rows = [*had, *reading.requests_of(county)[:100]]
        asked: Any = self.fields["requests"]
        asked.choices = [(str(row.pk), f"{row.registration.person.name}: {topic_words(row.topic)}") for row in rows]
        self.rows = {str(row.pk): row for row in rows}
        self.owners = {person.pk: person for person in _owners(county, me, planned)}
        owner: Any = self.fields["owner"]
        owner.choices = [("", _("nobody yet")), *((pk, person.name) for pk, person in self.owners.items())]
        after: Any = self.fields["convening"]
        after.queryset = reading.convenings_for(county)
        after.label_from_instance = label_of
        after.empty_label = _("Choose a convening")
        if planned is None and len(some := list(after.queryset[:2])) == 1:
            after.initial = some[0]
        if planned is not None:
            del self.fields["convening"]

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

    def said(self) -> dict[str, Any]:
        """What the services take."""
        given = self.cleaned_data
        return {
            "fields": {
                "title": given["title"], "where": given["where"], "notes": given["notes"],
                "owner": self.owners.get(given["owner"]), "starts_at": self.starts_at(),
            },
            "requests": [self.rows[pk] for pk in given["requests"]],
            "tell": given["tell"],
        }  # fmt: skip


def label_of(convening: Convening) -> str:
    """Title and day, because a series has the same title twice."""
    return f"{in_language(convening, 'title', get_language() or 'en')} · {day_in_words(convening.starts_at)}"


def as_said(planned: FollowUp, had: Iterable[FollowUpRequest]) -> dict[str, Any]:
    """A follow-up as its form shows it, with the requests that it is for."""
    starts = planned.starts_at.astimezone(PACIFIC) if planned.starts_at else None
    return {
        "title": planned.title, "where": planned.where, "notes": planned.notes, "owner": planned.owner_id or "",
        "day": starts.date() if starts else None, "hour": starts.time() if starts else None,
        "requests": [str(row.pk) for row in had],
    }  # fmt: skip


def _owners(county: Place, me: Person | None, planned: FollowUp | None) -> list[Person]:
    """Oneself first, then the others of the office; whoever is the owner stays one to choose."""
    first = [person for person in (me, planned.owner if planned is not None else None) if person is not None]
    return list(dict.fromkeys([*first, *reading.owners_for(county)]))
