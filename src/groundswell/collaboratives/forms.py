"""The forms of a collaborative's work."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.collaboratives.choices import Bond, EvidenceKind, NeedState, Part, Standing, Subject
from groundswell.collaboratives.models import Collaborative, Participation
from groundswell.collaboratives.selectors import members_of
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.places.selectors.finding import UnknownPlace, find_place
from groundswell.ui.widgets import DateInput, SuggestInput

TEXT = forms.Textarea(attrs={"rows": 4})


class CountyChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of counties."""

    def clean(self, value: Any) -> Any:
        """Raises ValidationError also for a number that is none of a row: the database would break on one of many digits."""
        rows: Any = self.queryset
        offered = {str(key) for key in rows.values_list("pk", flat=True)} if value else set()
        for given in value or ():
            if str(given) not in offered:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": given}
                )
        return super().clean(value)


class AboutForm(forms.Form):
    """What stands on the page."""

    name = forms.CharField(label=_("Name"), max_length=160)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=160, required=False)
    about = forms.CharField(label=_("What it is for"), widget=TEXT, required=False)
    about_es = forms.CharField(label=_("The same in Spanish"), widget=TEXT, required=False)
    subject = forms.ChoiceField(label=_("Subject"), choices=Subject.choices)
    starts_on = forms.DateField(label=_("Since"), required=False, widget=DateInput())
    ends_on = forms.DateField(label=_("Until, if it ends"), required=False, widget=DateInput())

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said = super().clean() or self.cleaned_data
        if said.get("starts_on") and said.get("ends_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("It must end after it begins."))
        return said


class BeginForm(forms.Form):
    """A new collaborative: what it is, whose it is, who leads it."""

    name = forms.CharField(label=_("Name"), max_length=160)
    about = forms.CharField(label=_("What it is for"), widget=TEXT, required=False)
    subject = forms.ChoiceField(label=_("Subject"), choices=Subject.choices, widget=forms.RadioSelect)
    home = forms.ModelChoiceField(
        label=_("Region or county that looks after it"), queryset=Place.objects.none(), empty_label=_("choose")
    )
    counties = CountyChoices(
        label=_("Counties that take part"), queryset=Place.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to begin with the county, or all counties of the region, that looks after it."),
    )  # fmt: skip
    given_name = forms.CharField(label=_("First name of who leads it"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(label=_("Email"), help_text=_("You may lead it yourself. More leaders are added later."))

    def __init__(self, *args: Any, homes: Any, counties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home: Any = self.fields["home"]
        home.queryset = homes
        chosen: Any = self.fields["counties"]
        chosen.queryset = counties


class NeedForm(forms.Form):
    """A need."""

    title = forms.CharField(label=_("The need in a few words"), max_length=160)
    title_es = forms.CharField(label=_("In a few words, in Spanish"), max_length=160, required=False)
    statement = forms.CharField(label=_("What educators need, and why it matters"), widget=TEXT)
    statement_es = forms.CharField(label=_("The same in Spanish"), widget=TEXT, required=False)
    audience = forms.CharField(label=_("Who needs it"), max_length=160, required=False)
    audience_es = forms.CharField(label=_("Who needs it, in Spanish"), max_length=160, required=False)
    subject = forms.ChoiceField(label=_("Subject"), choices=Subject.choices, widget=forms.RadioSelect)


class NeedStateForm(forms.Form):
    """What becomes of a need."""

    state = forms.ChoiceField(label=_("This need is"), choices=NeedState.choices)


class EvidenceForm(forms.Form):
    """A piece of evidence."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EvidenceKind.choices)
    text = forms.CharField(label=_("What it shows"), widget=forms.Textarea(attrs={"rows": 2}))
    text_es = forms.CharField(
        label=_("What it shows, in Spanish"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("Who found it out, and when."))
    source_es = forms.CharField(label=_("Source, in Spanish"), max_length=300, required=False)
    link = forms.URLField(label=_("Link"), required=False, max_length=500)
    place = forms.ModelChoiceField(
        label=_("From which county"), queryset=Place.objects.none(), required=False, empty_label=_("all of them")
    )

    def __init__(self, *args: Any, collaborative: Collaborative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.queryset = counties(collaborative)


class VisionForm(forms.Form):
    """A version of the vision, with the goals that activities serve."""

    text = forms.CharField(label=_("The vision"), widget=forms.Textarea(attrs={"rows": 6}))
    text_es = forms.CharField(
        label=_("The vision in Spanish"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    goals = forms.CharField(
        label=_("Goals, one a line"),
        widget=TEXT,
        required=False,
        help_text=_("Add a Spanish text after a bar: Every student talks | Cada estudiante habla"),
    )
    why = forms.CharField(label=_("What changed, and why"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    why_es = forms.CharField(
        label=_("What changed, and why, in Spanish"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def clean_goals(self) -> list[tuple[str, str]]:
        """(English, Spanish) a line."""
        lines = [line.strip() for line in self.cleaned_data["goals"].splitlines() if line.strip()]
        pairs = [
            (english.strip(), spanish.strip()) for english, _bar, spanish in (line.partition("|") for line in lines)
        ]
        if any(len(text) > 300 for pair in pairs for text in pair):
            raise forms.ValidationError(_("A goal has at most 300 letters."))
        return pairs


class EndorseForm(forms.Form):
    """A member stands behind the version of the vision that they have read."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("In your own words"), max_length=300, required=False)


class TaskForm(forms.Form):
    """A task: what, by when, whose."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    title_es = forms.CharField(label=_("What is to be done, in Spanish"), max_length=200, required=False)
    due_on = forms.DateField(label=_("By"), required=False, widget=DateInput())
    owner = forms.ModelChoiceField(
        label=_("Who does it"), queryset=Person.objects.none(), required=False, empty_label=_("nobody yet")
    )
    county = forms.ModelChoiceField(
        label=_("For which county"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("no county in particular"),
    )
    notes = forms.CharField(label=_("Notes"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    notes_es = forms.CharField(label=_("Notes, in Spanish"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, collaborative: Collaborative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [member.person_id for member in members_of(collaborative)]
        owner: Any = self.fields["owner"]
        owner.queryset = Person.objects.filter(pk__in=people).order_by("sort_name")
        county: Any = self.fields["county"]
        county.queryset = counties(collaborative)


class NewTaskForm(TaskForm):
    """A task for one, or the same for every county."""

    each = forms.BooleanField(
        label=_("One for every county"), required=False,
        help_text=_("Each county gets its own, and whoever speaks for the county does it."),
    )  # fmt: skip
    field_order = ("title", "title_es", "due_on", "each", "owner", "county", "notes", "notes_es")


def counties(collaborative: Collaborative) -> Any:
    """The counties that take part."""
    ids = Participation.objects.filter(collaborative=collaborative, bond=Bond.COUNTY, left_on=None).values("place_id")
    return Place.objects.filter(pk__in=ids).order_by("name")


class HandOverForm(forms.Form):
    """To whom a task is offered."""

    to = forms.ModelChoiceField(
        label=_("Ask somebody to take it over"), queryset=Person.objects.none(), empty_label=_("choose")
    )

    def __init__(self, *args: Any, collaborative: Collaborative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [member.person_id for member in members_of(collaborative)]
        field: Any = self.fields["to"]
        field.queryset = Person.objects.filter(pk__in=people).order_by("sort_name")


class GiveTasksForm(forms.Form):
    """Tasks that nobody owns, and who does them from now on."""

    tasks = forms.MultipleChoiceField(label=_("Tasks without an owner"), widget=forms.CheckboxSelectMultiple)
    to = forms.ModelChoiceField(
        label=_("Who does them"), queryset=Person.objects.none(), empty_label=_("Choose a person")
    )

    def __init__(
        self, *args: Any, collaborative: Collaborative, choices: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        tasks: Any = self.fields["tasks"]
        tasks.choices = choices
        people = [member.person_id for member in members_of(collaborative)]
        to: Any = self.fields["to"]
        to.queryset = Person.objects.filter(pk__in=people).order_by("sort_name")


class MemberForm(forms.Form):
    """A new member, by address."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(label=_("Email"))
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices)
    subject = forms.ChoiceField(label=_("Subject"), choices=[("", "—"), *Subject.choices], required=False)
    standing = forms.ChoiceField(label=_("Standing"), choices=[("", "—"), *Standing.choices], required=False)
    county = forms.ModelChoiceField(
        label=_("Speaks for"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("no county in particular"),
    )

    def __init__(self, *args: Any, collaborative: Collaborative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        county: Any = self.fields["county"]
        county.queryset = counties(collaborative)


class PlaceForm(forms.Form):
    """A county or a partner that takes part."""

    place = forms.CharField(label=_("County or organization"), max_length=200, widget=SuggestInput("/places/suggest/"))
    bond = forms.ChoiceField(label=_("Takes part as"), choices=Bond.choices)
    brings = forms.CharField(label=_("What it brings"), max_length=200, required=False)
    brings_es = forms.CharField(label=_("What it brings, in Spanish"), max_length=200, required=False)

    def clean_place(self) -> Place:
        """The place that is meant."""
        try:
            return find_place(self.cleaned_data["place"])
        except UnknownPlace as unknown:
            raise forms.ValidationError(unknown.advice()) from None


class OfferForm(forms.Form):
    """A standing offer of one county to another, or to all."""

    giver = forms.ModelChoiceField(
        label=_("Who offers"), queryset=Place.objects.none(), empty_label=_("Choose a county")
    )
    taker = forms.ModelChoiceField(
        label=_("To whom"), queryset=Place.objects.none(), required=False, empty_label=_("every county")
    )
    subject = forms.ChoiceField(label=_("Subject"), choices=Subject.choices, initial=Subject.BOTH)
    what = forms.CharField(label=_("What is offered"), max_length=300)
    what_es = forms.CharField(label=_("What is offered, in Spanish"), max_length=300, required=False)
    until = forms.DateField(label=_("Until, if it ends"), required=False, widget=DateInput())

    def __init__(self, *args: Any, givers: Any, takers: Any, everyone: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        giver: Any = self.fields["giver"]
        giver.queryset = givers
        if len(givers) == 1:
            giver.initial = givers[0]
        taker: Any = self.fields["taker"]
        taker.queryset, taker.empty_label = takers, everyone

    def clean(self) -> dict[str, Any]:
        """Nobody promises anything to themselves."""
        said = super().clean() or self.cleaned_data
        if said.get("giver") and said.get("giver") == said.get("taker"):
            self.add_error("taker", _("Choose another county than the one that offers."))
        return said


class AskForm(forms.Form):
    """Asking for what another county offers."""

    county = forms.ModelChoiceField(
        label=_("For which county"), queryset=Place.objects.none(), empty_label=_("Choose a county")
    )
    words = forms.CharField(
        label=_("What you need, for whom, by when"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000
    )

    def __init__(self, *args: Any, counties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        county: Any = self.fields["county"]
        county.queryset = counties
        if len(counties) == 1:
            county.initial = counties[0]


class AnswerForm(forms.Form):
    """Yes or not now, with a word about it."""

    agree = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Yes, we do it")), ("no", _("Not now"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In a few words"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )
