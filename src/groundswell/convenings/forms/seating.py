"""The forms of tables and groups."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.convenings.choices import Mixing, Seated, SiteKind
from groundswell.convenings.forms.day import SessionChoice
from groundswell.convenings.models import Convening, Group, Session, Site
from groundswell.convenings.selectors.seating import Named
from groundswell.convenings.services.seating import Wish


class TablesForm(forms.Form):
    """How people are to sit in a session."""

    session = SessionChoice(
        label=_("For the session"),
        queryset=Session.objects.none(),
        empty_label=_("choose"),
        help_text=_("A plan that it has already is replaced."),
    )
    size = forms.IntegerField(label=_("People at a table, about"), min_value=2, max_value=30, initial=5)
    rounds = forms.IntegerField(
        label=_("Rounds"), min_value=1, max_value=8, initial=1,
        help_text=_("How often people change tables within the session. Nobody sits with the same person twice, if it can be."),
    )  # fmt: skip
    mixing = forms.ChoiceField(
        label=_("People sit with people from"), choices=Mixing.choices, required=False, widget=forms.RadioSelect
    )
    keep_teams = forms.BooleanField(label=_("Keep teams at one table"), required=False)
    who = forms.ChoiceField(label=_("For whom"), choices=Seated.choices, widget=forms.RadioSelect)
    facilitators = forms.MultipleChoiceField(
        label=_("Who facilitates a table"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Each table gets one, as far as they suffice."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, convening: Convening, site: Site | None, people: Sequence[Named], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        held: dict[str, Any] = self.fields
        sessions = Session.objects.filter(convening=convening).order_by("starts_at", "number")
        held["session"].queryset = sessions.filter(site=None) | sessions.filter(site=site) if site else sessions
        held["facilitators"].choices = [(str(row.pk), str(row)) for row in people]
        if site is None:
            held["size"].label, held["size"].initial = _("People in a group, about"), 4
            held["keep_teams"].label = _("Keep teams in one group")
            held["facilitators"].label = _("Who facilitates a group")
            held["facilitators"].help_text = _("Each group gets one, as far as they suffice.")
        elif site.kind == SiteKind.ONLINE:
            held["size"].label = _("People in a group, about")

    def wish(self) -> Wish:
        """As the service takes it."""
        said = self.cleaned_data
        return Wish(
            size=said["size"], rounds=said["rounds"], mixing=said["mixing"], keep_teams=said["keep_teams"],
            who=said["who"], facilitators=[int(pk) for pk in said["facilitators"]],
        )  # fmt: skip


class AgainForm(forms.Form):
    """Somebody came late or left."""

    who = forms.ChoiceField(label=_("For whom"), choices=Seated.choices, widget=forms.RadioSelect)
    first = forms.TypedChoiceField(
        label=_("The next round is"), coerce=int, help_text=_("Rounds before it stay as they happened.")
    )
    afresh = forms.BooleanField(
        label=_("Make these tables anew"), required=False, help_text=_("Otherwise as few as can be change their table.")
    )

    def __init__(self, *args: Any, rounds: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["first"]
        field.choices = [(number, str(number)) for number in range(1, rounds + 1)]
        if rounds == 1:
            field.widget = forms.HiddenInput()
            field.initial = 1


class TableChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A table with its round."""

    rounds = 1

    def label_from_instance(self, obj: Any) -> str:
        turn = _("round %(n)d") % {"n": obj.round}
        return f"{obj.name} · {turn}" if self.rounds > 1 else str(obj.name)


class MoveForm(forms.Form):
    """One person to another table, by hand."""

    registration = forms.ChoiceField(label=_("Who"))
    group = TableChoice(label=_("To"), queryset=Group.objects.none(), empty_label=_("choose"))

    def __init__(self, *args: Any, people: Sequence[Named], groups: Any, rounds: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held: dict[str, Any] = self.fields
        held["registration"].choices = [(str(row.pk), str(row)) for row in people]
        held["group"].queryset = groups
        held["group"].rounds = rounds
