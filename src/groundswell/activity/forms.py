"""How one wants to be written to."""

from datetime import time
from typing import Any

from django import forms
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from groundswell.activity.models import MailChoice


def _hours() -> list[tuple[int, str]]:
    return [(hour, time_format(time(hour), "TIME_FORMAT")) for hour in range(24)]


class MailChoiceForm(forms.Form):
    """The digest, single letters, and the hours in which none comes."""

    digest = forms.BooleanField(
        label=_("One letter a day with what is new"), required=False, help_text=_("Only on days on which something is.")
    )
    digest_hour = forms.TypedChoiceField(label=_("When"), coerce=int, choices=_hours)
    notices = forms.BooleanField(
        label=_("A letter at once where somebody waits for my answer"), required=False,
        help_text=_("Sign-in codes and letters that belong to a registration come in any case."),
    )  # fmt: skip
    quiet = forms.BooleanField(label=_("Quiet hours: no letter comes in them"), required=False)
    quiet_from = forms.TypedChoiceField(label=_("Quiet from"), coerce=int, choices=_hours)
    quiet_to = forms.TypedChoiceField(label=_("Quiet until"), coerce=int, choices=_hours)

    @classmethod
    def of(cls, choice: MailChoice, data: Any = None) -> "MailChoiceForm":
        """The form as the user's choice stands."""
        return cls(data, initial={name: getattr(choice, name) for name in cls.base_fields})
