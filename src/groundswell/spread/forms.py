"""The forms of commitments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.spread.choices import CommitmentKind, Word
from groundswell.ui.widgets import DateInput


class CommitmentForm(forms.Form):
    """What somebody means to do."""

    kind = forms.ChoiceField(label=_("I will"), choices=CommitmentKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What"), max_length=300)
    due_on = forms.DateField(label=_("By"), widget=DateInput())
    witness = forms.TypedChoiceField(
        label=_("Who can say that you did"), required=False, coerce=int, empty_value=None,
        help_text=_("Somebody you met. They are asked by letter too; either word counts."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["witness"]
        choice.choices = [("", _("nobody")), *people]


class SayForm(forms.Form):
    """What became of it."""

    word = forms.ChoiceField(label=_("What became of it"), choices=Word.choices, widget=forms.RadioSelect)
    reached = forms.IntegerField(
        label=_("How many colleagues heard of it from you"), min_value=0, max_value=10000, required=False
    )
    note = forms.CharField(label=_("In a sentence"), max_length=300, required=False)

    def __init__(self, *args: Any, of_another: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of_another:  # a witness does not know whom the other told
            del self.fields["reached"]
