"""The forms by which people register: alone, as a team, and to change what they said."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from groundswell.convenings.models import Site
from groundswell.convenings.selectors.travel import Choice
from groundswell.convenings.services.entrants import Entrant
from groundswell.convenings.wording import county_words, name_of_site
from groundswell.people.choices import GRADES, Role, Subject, grades_to_bits
from groundswell.places import atlas
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.places.selectors.finding import UnknownPlace, find_place
from groundswell.ui.widgets import SuggestInput

WORKPLACES = (
    PlaceKind.SCHOOL,
    PlaceKind.DISTRICT,
    PlaceKind.COUNTY_OFFICE,
    PlaceKind.PARTNER,
)
COLLEAGUES = 7  # rows besides the captain's, and as many again each time more are asked for
MOST_COLLEAGUES = 49  # a team that is larger registers in two


def county_choices() -> list[tuple[str, Any]]:
    """The 58 counties by name, after an empty choice."""
    names = sorted((county.name, code) for code, county in atlas.counties().items())
    return [("", _("Choose a county")), *((code, name) for name, code in names)]


class WorkplaceMixin(forms.Form):
    """A school, district or other place by its name; what is not listed stays as written, with its county."""

    school = forms.CharField(
        label=_("Your school, district or organization"),
        max_length=160,
        widget=SuggestInput(reverse_lazy("places:suggest", query={"kind": ",".join(WORKPLACES)})),  # type: ignore[arg-type]
        help_text=_("Begin to type and choose. If it is not listed, write its name and choose the county below."),
    )
    county = forms.ChoiceField(label=_("County, if your place is not listed"), required=False, choices=county_choices)

    def clean(self) -> dict[str, Any]:
        """`place` is what was meant, or None for a place that is not listed."""
        cleaned = super().clean() or self.cleaned_data
        written = cleaned.get("school", "")
        cleaned["place"] = None
        if not written:
            return cleaned
        try:
            cleaned["place"] = find_place(written, kinds=WORKPLACES)
        except UnknownPlace as unknown:
            if not cleaned.get("county"):
                self.add_error("school", unknown.advice())
                self.add_error(
                    "county", _("If it is not listed, choose its county and we take the name as you wrote it.")
                )
        return cleaned


class PersonMixin(forms.Form):
    """Who comes."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(
        label=_("Email"), help_text=_("Your confirmation and the link to change it go there. No account is needed.")
    )
    role = forms.ChoiceField(label=_("Your role"), choices=[("", _("Choose a role")), *Role.choices])


class SiteField(forms.ChoiceField):
    """One of the sites that are offered, as the site itself. They were read for the page; none is read again."""

    def offer(self, choices: Sequence[Choice]) -> None:
        """These, in this order."""
        self.choices = [(str(choice.site.pk), site_words(choice)) for choice in choices]
        self.sites = {str(choice.site.pk): choice.site for choice in choices}
        if len(choices) == 1:  # nothing to choose
            self.initial = choices[0].site.pk

    def clean(self, value: Any) -> Site | None:
        """The site with this number."""
        return self.sites.get(super().clean(value))


class RegistrationForm(PersonMixin, WorkplaceMixin):
    """One person: who, where from, what they teach, at which site."""

    teaches = forms.ChoiceField(
        label=_("Subject"), choices=Subject.choices, widget=forms.RadioSelect, initial=Subject.BOTH
    )
    grades = forms.MultipleChoiceField(
        label=_("Grades"),
        required=False,
        choices=[(grade, grade) for grade in GRADES],
        widget=forms.CheckboxSelectMultiple,
    )
    site = SiteField(label=_("Where will you be?"), widget=forms.RadioSelect)
    field_order: tuple[str, ...] = (
        "given_name", "family_name", "email", "role", "school", "county", "site", "teaches", "grades",
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(choices)

    def offer(self, choices: Sequence[Choice]) -> None:
        """The sites in this order, each with its travel and whether it is full."""
        field: Any = self.fields["site"]
        field.offer(choices)
        self.choices_offered = choices

    def entrant(self, language: str) -> Entrant:
        """What was typed, as the service takes it."""
        said = self.cleaned_data
        place: Place | None = said["place"]
        return Entrant(
            email=said["email"],
            given_name=said["given_name"],
            family_name=said["family_name"],
            role=said["role"],
            place=place,
            place_written="" if place else said["school"],
            county="" if place else said["county"],
            teaches=said["teaches"],
            grades=grades_to_bits(said["grades"]),
            language=language,
        )


def site_words(choice: Choice) -> str:
    """“Redding, Shasta County: about 35 min by road · full: you would wait in line”."""
    site = choice.site
    name = name_of_site(site)
    if site.county and site.county.name not in site.name:
        name = f"{name}, {county_words(site.county)}"
    words = choice.words
    if words.casefold().startswith(name.casefold()):  # a site named "By link" would say so twice
        name, words = capfirst(words), ""
    parts = [part for part in (words, str(_("full: you would wait in line")) if choice.full else "") if part]
    return f"{name}: {' · '.join(parts)}" if parts else name


class TeamForm(RegistrationForm):
    """The captain's own registration, and the team's name."""

    team_name = forms.CharField(label=_("Name of the team"), max_length=120, required=False)
    together = forms.BooleanField(
        label=_("Come together or not at all"),
        required=False,
        help_text=_("If the site cannot take all of you, the whole team waits in line instead of coming in part."),
    )
    field_order = (
        "team_name", "given_name", "family_name", "email", "role", "school", "county", "site", "together", "teaches",
        "grades",
    )  # fmt: skip


class ColleagueForm(forms.Form):
    """One colleague. An empty row is no colleague; one that is begun wants all of it."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(label=_("Email"))
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])

    def entrant(self, captain: Entrant) -> Entrant:
        """A colleague of the captain's place; what they teach they say themselves when they confirm."""
        said = self.cleaned_data
        return Entrant(
            email=said["email"],
            given_name=said["given_name"],
            family_name=said["family_name"],
            role=said["role"],
            place=captain.place,
            place_written=captain.place_written,
            county=captain.county,
            language=captain.language,
        )


ColleagueFormSet: Any = forms.formset_factory(
    ColleagueForm, extra=COLLEAGUES, max_num=MOST_COLLEAGUES, absolute_max=MOST_COLLEAGUES, validate_max=True
)


def colleague_rows(data: QueryDict | None, *, more: bool = False, kept: int = 0) -> Any:
    """Rows for colleagues: as many as were sent, `more` of them on demand, at least as many as a draft has `kept`."""
    if data is None:
        rows = ColleagueFormSet(prefix="colleague")
        rows.extra = max(COLLEAGUES, min(kept, MOST_COLLEAGUES))
        return rows
    sent = data.get("colleague-TOTAL_FORMS", "")
    if more and sent.isdecimal() and len(sent) < 4:
        data = data.copy()
        data["colleague-TOTAL_FORMS"] = str(min(int(sent) + COLLEAGUES, MOST_COLLEAGUES))
    return ColleagueFormSet(data, prefix="colleague")


class DetailsForm(WorkplaceMixin):
    """What a registrant may say anew by the link in the mail."""

    role = forms.ChoiceField(label=_("Your role"), choices=Role.choices)
    teaches = forms.ChoiceField(label=_("Subject"), choices=Subject.choices, widget=forms.RadioSelect)
    grades = forms.MultipleChoiceField(
        label=_("Grades"),
        required=False,
        choices=[(grade, grade) for grade in GRADES],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language of your letters"), choices=settings.LANGUAGES)
    field_order = ("role", "school", "county", "teaches", "grades", "language")


class SwapForm(PersonMixin):
    """Who comes instead."""
