"""Giving a role, looking as one, narrowing the record."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.access.roles import Role
from groundswell.accounts.services.users import find_user
from groundswell.activity.models import Letter
from groundswell.activity.selectors import Wish
from groundswell.activity.verbs import all_verbs
from groundswell.core.clock import PACIFIC, today
from groundswell.ui.widgets import DateInput

NOBODY = 0  # no user's id


class GiveForm(forms.Form):
    """To whom, which role, until when."""

    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        help_text=_("Whoever reads the mail of this address gets the role, and a letter about it."),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Until"), required=False, widget=DateInput, help_text=_("The last day. Empty: until somebody takes it.")
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.code, f"{role.name}: {role.description}") for role in roles
        ]

    def clean_until(self) -> datetime | None:
        """The end of that day in California."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < today():
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return datetime.combine(day + timedelta(days=1), time(), PACIFIC)


class SeeAsForm(forms.Form):
    """A role on a space, as one choice."""

    wearing = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wearing"].choices = choices  # type: ignore[attr-defined]


def _verbs() -> list[tuple[str, str]]:
    blank = {"actor": "…", "space": "…", "other": "…", "user": "…", "role": "…"}
    return [("", _("everything")), *((verb.code, _shown(str(verb.sentence), blank)) for verb in all_verbs())]  # type: ignore[list-item]


def _shown(sentence: str, blank: dict[str, str]) -> str:
    class Blank(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return "…"

    return sentence.format_map(Blank(blank))


class AuditForm(forms.Form):
    """What the record is narrowed to. Sent by GET, so that a page can be passed on."""

    verb = forms.ChoiceField(label=_("What"), required=False, choices=_verbs)
    person = forms.EmailField(label=_("Who (email)"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput)

    def clean_person(self) -> int | None:
        """The id of the user with this address; of nobody for one that is not known, which looks like one who did nothing."""
        email = self.cleaned_data["person"]
        user = find_user(email) if email else None
        return user.pk if user is not None else NOBODY if email else None

    def wish(self) -> Wish:
        """The narrowing; call it on a valid form."""
        given = self.cleaned_data
        verbs = (given["verb"],) if given["verb"] else ()
        return Wish(verbs=verbs, actor=given["person"], since=given["since"], until=given["until"])


class MailForm(forms.Form):
    """Whose letters, in which state. A whole address: nobody leafs through other people's mail."""

    to = forms.EmailField(label=_("To"), required=False, max_length=254, help_text=_("The whole address."))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("any")),
            (Letter.State.FAILED, _("failed")),
            (Letter.State.WAITING, _("waiting")),
            (Letter.State.SENT, _("sent")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("state") == Letter.State.SENT and not cleaned.get("to"):
            self.add_error("to", _("Write the address of whoever should have got it."))
        return cleaned
