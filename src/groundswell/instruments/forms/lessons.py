"""A lesson idea as its teacher writes it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.instruments.choices import LessonSubject
from groundswell.instruments.forms.fields import StandardField
from groundswell.ui.widgets import SuggestInput


class LessonForm(forms.Form):
    """The plan in one's own words; the chosen activity stands beside it."""

    title = forms.CharField(
        label=_("What is the lesson about?"), max_length=160, error_messages={"required": _("Give it a name.")}
    )
    grade = forms.CharField(label=_("Grade"), max_length=8, required=False)
    subject = forms.ChoiceField(label=_("Subject"), choices=[("", "—"), *LessonSubject.choices], required=False)
    standards = StandardField(
        label=_("Standards"),
        max_length=400,
        required=False,
        help_text=_("Codes as you write them, such as 5.NF.3 or 5-PS1-1."),
    )
    plan = forms.CharField(
        label=_("Plan"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("When in the lesson do students talk, about what question, and what do you listen for?"),
    )

    def __init__(self, *args: object, suggest_url: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if suggest_url:
            self.fields["standards"].widget = SuggestInput(suggest_url)
