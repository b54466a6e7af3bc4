"""The form of a letter to registrants."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.selectors.mailings import Recipients
from groundswell.people.choices import Role

WORDS = ("subject", "text", "subject_es", "text_es")


class LetterForm(forms.Form):
    """A letter to registrants. Without `sites` (number, name) to choose among, its writer writes to one site."""

    subject = forms.CharField(label=pgettext_lazy("of a letter", "Subject"), max_length=200)
    text = forms.CharField(
        label=pgettext_lazy("the words of it", "Letter"), widget=forms.Textarea(attrs={"rows": 8}), max_length=8000
    )
    subject_es = forms.CharField(label=_("Subject in Spanish"), max_length=200, required=False)
    text_es = forms.CharField(
        label=_("Letter in Spanish"), widget=forms.Textarea(attrs={"rows": 4}), max_length=8000, required=False,
        help_text=_("For those who registered in Spanish. Without it they get the letter above."),
    )  # fmt: skip
    sites = forms.MultipleChoiceField(label=_("Only these sites"), required=False, widget=forms.CheckboxSelectMultiple)
    roles = forms.MultipleChoiceField(
        label=_("Only these roles"), required=False, widget=forms.CheckboxSelectMultiple, choices=Role.choices
    )
    states = forms.MultipleChoiceField(
        label=_("Who"), widget=forms.CheckboxSelectMultiple, initial=["registered"], choices=RegistrationState.choices
    )

    def __init__(self, *args: Any, sites: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(sites) < 2:
            del self.fields["sites"]
            return
        field: Any = self.fields["sites"]
        field.choices = [(str(number), name) for number, name in sites]

    def words(self) -> dict[str, str]:
        """What is written, in both languages."""
        return {name: self.cleaned_data[name] for name in WORDS}

    def choice(self, only: Sequence[int] = ()) -> Recipients:
        """Whom it goes to; `only` these sites, where its writer has no others."""
        said = self.cleaned_data
        return Recipients(
            list(only) or [int(number) for number in said.get("sites", ())], said["roles"], said["states"]
        )

    def mark(self) -> str:
        """Of what was typed: a letter is sent only as it was last looked at."""
        typed = repr(sorted((name, str(value)) for name, value in self.cleaned_data.items()))
        return hashlib.sha256(typed.encode()).hexdigest()[:20]
