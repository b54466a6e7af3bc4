"""The forms of the day: short, for a phone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.convenings.choices import Mode
from groundswell.convenings.models import Convening, Session
from groundswell.people.choices import Role


class CodeForm(forms.Form):
    """The event code from the screen."""

    code = forms.CharField(
        label=_("Event code"),
        max_length=20,
        help_text=_("It stands on the screen in your room."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )


class WhoForm(forms.Form):
    """With the code, by which address they registered; leaving it empty is being a guest."""

    email = forms.EmailField(
        label=_("Your email"),
        required=False,
        help_text=_("The one you registered with, to be checked in. Leave it empty to look in as a guest."),
    )


class QuestionForm(forms.Form):
    """A question to the speaker."""

    text = forms.CharField(label=_("Your question"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    """A note for the wall."""

    text = forms.CharField(label=_("A note for the wall"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class SessionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A session of this convening."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class RoomForm(forms.Form):
    """Where all sites go next."""

    session = SessionChoice(label=_("Session"), queryset=Session.objects.none(), required=False)
    mode = forms.ChoiceField(label=_("The sites are"), choices=Mode.choices, widget=forms.RadioSelect)
    message = forms.CharField(label=_("A line for everyone"), max_length=200, required=False)

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["session"]
        field.queryset = Session.objects.filter(convening=convening).order_by("starts_at", "number")

    def offer(self, sessions: Sequence[Session]) -> None:
        """Show these, which were read already."""
        field: Any = self.fields["session"]
        field.choices = [("", field.empty_label), *((session.pk, session.title) for session in sessions)]


class TroubleForm(forms.Form):
    """How the site's picture and sound are."""

    ready = forms.BooleanField(label=_("Picture and sound work here"), required=False)
    trouble = forms.CharField(label=_("What does not work"), max_length=200, required=False)


class WalkInForm(forms.Form):
    """Somebody who did not register."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(label=_("Email"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    school = forms.CharField(label=_("School or organization"), max_length=160)
