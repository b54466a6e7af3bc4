"""The forms of commitments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.spread.choices import CommitmentKind, Word
from groundswell.ui.widgets import DateInput


class CommitmentForm(forms.Form):
    """What somebody means to do."""

    kind = forms.ChoiceField(label=_("I will"), choices=CommitmentKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("What"), max_length=300)
    due_on = forms.DateField(label=_("By"), widget=DateInput())


class SayForm(forms.Form):
    """What became of it."""

    word = forms.ChoiceField(label=_("What became of it"), choices=Word.choices, widget=forms.RadioSelect)
    reached = forms.IntegerField(
        label=_("How many colleagues heard of it from you"), min_value=0, max_value=10000, required=False
    )
    note = forms.CharField(label=_("In a sentence"), max_length=300, required=False)
