"""The forms of planning: what a convening is, its sites, its sessions."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from groundswell.collaboratives.choices import Subject
from groundswell.collaboratives.models import Collaborative, Goal, Need
from groundswell.collaboratives.selectors import current_vision, needs_of
from groundswell.convenings.choices import Format, Level, Mode, SessionPart, SiteKind
from groundswell.convenings.models import Convening, Session, Site
from groundswell.convenings.wording import name_of_site
from groundswell.core.clock import PACIFIC, today
from groundswell.core.languages import in_language
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.places.selectors.finding import UnknownPlace, find_place
from groundswell.standards.models import Item
from groundswell.standards.selectors import items_in_text
from groundswell.ui.widgets import DateInput, SuggestInput, TimeInput

TEXT = {"rows": 3}


def moment(day: Any, clock_time: time) -> datetime:
    """A day and an hour of California."""
    return datetime.combine(day, clock_time, tzinfo=PACIFIC)


class ByTitle(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the collaborative's needs or goals, in its own words."""

    def label_from_instance(self, obj: Any) -> str:
        return in_language(obj, "text" if isinstance(obj, Goal) else "title", get_language() or "en")


class ConveningForm(forms.Form):
    """What it is, what it is for, and when."""

    title = forms.CharField(label=_("Title"), max_length=160)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=160, required=False)
    lead = forms.CharField(label=_("In two sentences"), widget=forms.Textarea(attrs=TEXT), required=False)
    lead_es = forms.CharField(label=_("The same in Spanish"), widget=forms.Textarea(attrs=TEXT), required=False)
    format = forms.ChoiceField(label=_("Format"), choices=Format.choices)
    subject = forms.ChoiceField(label=_("Subject"), choices=Subject.choices)
    need = ByTitle(
        label=_("The need that it answers"), queryset=Need.objects.none(), required=False, empty_label=_("none of them")
    )
    goal = ByTitle(
        label=_("The goal that it serves"), queryset=Goal.objects.none(), required=False, empty_label=_("none of them")
    )
    audience = forms.CharField(label=_("Who should come"), max_length=200, required=False)
    audience_es = forms.CharField(label=_("Who should come, in Spanish"), max_length=200, required=False)
    cost = forms.CharField(label=_("Cost"), max_length=200, required=False)
    cost_es = forms.CharField(label=_("Cost, in Spanish"), max_length=200, required=False)
    contact = forms.EmailField(
        label=_("Who answers questions"), required=False,
        help_text=_("An email address. It stands on the page, and answers to letters about registrations go there."),
    )  # fmt: skip
    first_day = forms.DateField(label=_("First day"), widget=DateInput())
    begins = forms.TimeField(label=_("Begins (Pacific)"), widget=TimeInput())
    last_day = forms.DateField(label=_("Last day"), widget=DateInput())
    ends = forms.TimeField(label=_("Ends (Pacific)"), widget=TimeInput())
    register_from = forms.DateField(label=_("Registration opens"), widget=DateInput(), required=False)
    register_by = forms.DateField(label=_("Register by"), widget=DateInput(), required=False)
    hours = forms.DecimalField(
        label=_("Professional learning hours"),
        min_value=0,
        max_value=99,
        max_digits=4,
        decimal_places=2,
        required=False,
    )
    team_rule = forms.CharField(
        label=_("Who should be on a team"), max_length=200, required=False, help_text=_("Shown to captains.")
    )
    team_rule_es = forms.CharField(label=_("Who should be on a team, in Spanish"), max_length=200, required=False)
    aims = forms.CharField(
        label=_("What people should take away, one a line"),
        widget=forms.Textarea(attrs=TEXT),
        required=False,
        help_text=_("Add a Spanish text after a bar: Hear students think | Oír pensar a los estudiantes"),
    )

    def __init__(self, *args: Any, collaborative: Collaborative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        need: Any = self.fields["need"]
        need.queryset = Need.objects.filter(pk__in=[row.pk for row in needs_of(collaborative)]).order_by("title")
        vision = current_vision(collaborative)
        kept: Any = self.initial.get("goal")  # of a version that has been replaced since
        goal: Any = self.fields["goal"]
        goal.queryset = Goal.objects.filter(Q(vision=vision) | Q(pk=kept.pk if kept else None)).order_by("pk")

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and registration closes after it opens."""
        said = super().clean() or self.cleaned_data
        if said.get("register_from") and said.get("register_by") and said["register_by"] < said["register_from"]:
            self.add_error("register_by", _("Registration must close after it opens."))
        if all(said.get(name) for name in ("first_day", "begins", "last_day", "ends")):
            said["starts_at"] = moment(said["first_day"], said["begins"])
            said["ends_at"] = moment(said["last_day"], said["ends"])
            if said["ends_at"] <= said["starts_at"]:
                self.add_error("ends", _("It must end after it begins."))
        return said

    def fields_of(self) -> dict[str, Any]:
        """As the service takes them."""
        said = self.cleaned_data
        found = {name: said[name] for name in KEPT}
        opens = moment(said["register_from"], time(0, 0)) if said["register_from"] else None
        until = moment(said["register_by"], time(23, 59)) if said["register_by"] else None
        dates = {"starts_at": said["starts_at"], "ends_at": said["ends_at"]}
        dates |= {"register_from": opens, "register_until": until}
        return {**found, **dates, "hours": said["hours"] or 0}

    def aims_of(self) -> list[tuple[str, str]]:
        """(English, Spanish) a line."""
        lines = [line for line in self.cleaned_data["aims"].splitlines() if line.strip()]
        parts = [line.partition("|") for line in lines]
        return [(english.strip()[:300], spanish.strip()[:300]) for english, _bar, spanish in parts]


KEPT = (
    "title", "title_es", "lead", "lead_es", "format", "subject", "need", "goal", "audience", "audience_es", "cost",
    "cost_es", "contact", "team_rule", "team_rule_es",
)  # fmt: skip


def initial_of(convening: Convening) -> dict[str, Any]:
    """A convening as its form shows it."""
    starts, ends = convening.starts_at.astimezone(PACIFIC), convening.ends_at.astimezone(PACIFIC)
    aims = [" | ".join(filter(None, (aim.text, aim.text_es))) for aim in convening.aims.order_by("number")]
    opens = convening.register_from.astimezone(PACIFIC).date() if convening.register_from else None
    until = convening.register_until.astimezone(PACIFIC).date() if convening.register_until else None
    return {
        **{name: getattr(convening, name) for name in (*KEPT, "hours")},
        "first_day": starts.date(), "begins": starts.time(), "last_day": ends.date(), "ends": ends.time(),
        "register_from": opens, "register_by": until, "aims": "\n".join(aims),
    }  # fmt: skip


class PlaceLine(forms.CharField):
    """A place by its name; empty is none."""

    def clean(self, value: Any) -> Place | None:
        text = str(super().clean(value) or "")
        if not text:
            return None
        try:
            return find_place(text)
        except UnknownPlace as unknown:
            raise forms.ValidationError(unknown.advice()) from None


class SiteAboutForm(forms.Form):
    """What may change of a site once it is there."""

    name = forms.CharField(label=_("Name of the site"), max_length=80, help_text=_("A town, or “By link”."))
    name_es = forms.CharField(
        label=_("Name in Spanish"), max_length=80, required=False, help_text=_("If it has another one: “Por enlace”.")
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    room = forms.CharField(label=_("Room"), max_length=80, required=False)
    capacity = forms.IntegerField(
        label=_("Seats"), min_value=0, max_value=100000, required=False, help_text=_("Empty: no limit.")
    )
    link = forms.URLField(label=_("Link of the shared screen"), max_length=500, required=False)


class SiteForm(SiteAboutForm):
    """Where people are."""

    kind = forms.ChoiceField(label=_("People are"), choices=SiteKind.choices)
    place = PlaceLine(label=_("At"), max_length=200, required=False, widget=SuggestInput("/places/suggest/"))
    field_order = ("kind", "name", "name_es", "place", "address", "room", "capacity", "link")


SESSION_KEPT = (
    "title", "title_es", "mode", "text", "text_es", "host_notes", "host_notes_es", "site", "room", "subject", "level",
)  # fmt: skip


class SessionForm(forms.Form):
    """One part of the program."""

    title = forms.CharField(label=_("Title"), max_length=160)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=160, required=False)
    mode = forms.ChoiceField(label=_("The sites are"), choices=Mode.choices, widget=forms.RadioSelect)
    day = forms.DateField(label=_("Day"), widget=DateInput())
    begins = forms.TimeField(label=_("Begins (Pacific)"), widget=TimeInput())
    ends = forms.TimeField(label=_("Ends (Pacific)"), widget=TimeInput())
    text = forms.CharField(label=_("What happens"), widget=forms.Textarea(attrs=TEXT), required=False)
    text_es = forms.CharField(label=_("What happens, in Spanish"), widget=forms.Textarea(attrs=TEXT), required=False)
    host_notes = forms.CharField(
        label=_("For hosts: the run of show"), widget=forms.Textarea(attrs=TEXT), required=False
    )
    host_notes_es = forms.CharField(label=_("For hosts, in Spanish"), widget=forms.Textarea(attrs=TEXT), required=False)
    site = forms.ModelChoiceField(
        label=_("Only at"), queryset=Site.objects.none(), required=False, empty_label=_("all sites")
    )
    room = forms.CharField(
        label=_("Where in the building"), max_length=80, required=False, help_text=_("If it is not the site's room.")
    )
    subject = forms.ChoiceField(label=_("Subject"), choices=[("", "—"), *Subject.choices], required=False)
    level = forms.ChoiceField(label=_("Level"), choices=[("", "—"), *Level.choices], required=False)
    standards = forms.CharField(
        label=_("Standards"), max_length=300, required=False, help_text=_("Codes as you write them: 5.NF.B.3, MS-PS4-2")
    )

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["site"]
        field.label_from_instance = name_of_site
        field.queryset = convening.sites.exclude(kind=SiteKind.PLANNING).order_by("number")

    def clean_standards(self) -> list[Item]:
        """The standards that the codes mean."""
        text = self.cleaned_data["standards"]
        found = items_in_text(text) if text else []
        if text and not found:
            raise forms.ValidationError(_("No standard is called so. Write its code, such as 5.NF.B.3 or 5-PS1-1."))
        return list(found)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said = super().clean() or self.cleaned_data
        if all(said.get(name) for name in ("day", "begins", "ends")):
            said["starts_at"], said["ends_at"] = moment(said["day"], said["begins"]), moment(said["day"], said["ends"])
            if said["ends_at"] <= said["starts_at"]:
                self.add_error("ends", _("It must end after it begins."))
        return said

    def fields_of(self) -> dict[str, Any]:
        """As the service takes them."""
        return {name: self.cleaned_data[name] for name in (*SESSION_KEPT, "starts_at", "ends_at")}


def session_as_said(session: Session) -> dict[str, Any]:
    """A session as its form shows it."""
    starts, ends = session.starts_at.astimezone(PACIFIC), session.ends_at.astimezone(PACIFIC)
    return {
        **{name: getattr(session, name) for name in SESSION_KEPT},
        "day": starts.date(), "begins": starts.time(), "ends": ends.time(),
        "standards": ", ".join(item.code for item in session.standards.all()),
    }  # fmt: skip


class LeaderForm(forms.Form):
    """Who leads a session: somebody who is known here, or a name that is written down."""

    part = forms.ChoiceField(label=_("As"), choices=SessionPart.choices, widget=forms.RadioSelect, initial="speaker")
    person = forms.ModelChoiceField(
        label=_("Somebody of the team"), queryset=Person.objects.none(), required=False, empty_label=_("somebody else")
    )
    given_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("If you know it: then it is the same person wherever they appear."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people

    def clean(self) -> dict[str, Any]:
        """Chosen from the list or named, not neither."""
        said = super().clean() or self.cleaned_data
        if not said.get("person") and not (said.get("given_name") or said.get("family_name")):
            self.add_error("given_name", _("Choose somebody of the team, or write a name."))
        return said


class HostForm(forms.Form):
    """Who hosts a site: somebody who is known here, or a name with an address."""

    person = forms.ModelChoiceField(
        label=_("Somebody of the team"), queryset=Person.objects.none(), required=False, empty_label=_("somebody else")
    )
    given_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    email = forms.EmailField(label=_("Email"), required=False, help_text=_("The host signs in with it."))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people

    def clean(self) -> dict[str, Any]:
        """Chosen from the list, or named with an address."""
        said = super().clean() or self.cleaned_data
        if not said.get("person") and not self.errors:
            for name in ("given_name", "email"):
                if not said.get(name):
                    self.add_error(name, _("Choose somebody of the team, or write a name and an address."))
        return said


class MaterialForm(forms.Form):
    """A thing to bring, a file, or a link."""

    title = forms.CharField(label=_("What it is"), max_length=160)
    title_es = forms.CharField(label=_("What it is, in Spanish"), max_length=160, required=False)
    link = forms.URLField(label=_("Link"), max_length=500, required=False)
    file = forms.FileField(label=_("File"), required=False, max_length=100)
    for_hosts = forms.BooleanField(label=_("Only hosts prepare it"), required=False)

    def fields_of(self) -> dict[str, Any]:
        """As the service takes them; without a new file the one before stays."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file" or value}


NOTICE = _("It stands in the letter and on the page of the convening.")


class AgainForm(forms.Form):
    """The same once more."""

    title = forms.CharField(label=_("Title"), max_length=160)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=160, required=False)
    first_day = forms.DateField(label=_("First day"), widget=DateInput())

    def clean_first_day(self) -> date:
        """A plan is for a day to come."""
        day: date = self.cleaned_data["first_day"]
        if day < today():
            raise forms.ValidationError(_("This day is over. Choose one that is still to come."))
        return day


class NoticeForm(forms.Form):
    """Why something changed, in the organizers' words."""

    notice = forms.CharField(
        label=_("What you want to say to everyone"), widget=forms.Textarea(attrs=TEXT), max_length=1000, required=False,
        help_text=NOTICE,
    )  # fmt: skip
    notice_es = forms.CharField(
        label=_("The same in Spanish"), widget=forms.Textarea(attrs=TEXT), max_length=1000, required=False
    )


class PostponeForm(NoticeForm):
    """Another date; all sessions move along."""

    first_day = forms.DateField(
        label=_("New first day"), widget=DateInput(), required=False,
        help_text=_("Leave it empty while nobody knows the new date: registration pauses, and calendars drop the entry."),
    )  # fmt: skip
    field_order = ("first_day", "notice", "notice_es")

    def __init__(self, *args: Any, day_now: date | None, **kwargs: Any) -> None:
        """`day_now` is the first day that everyone has been told, None while nobody knows it."""
        super().__init__(*args, **kwargs)
        self.day_now = day_now

    def clean_first_day(self) -> date | None:
        """Everyone is written to, so a slip of the hand is asked about first."""
        day: date | None = self.cleaned_data["first_day"]
        if day is not None and day < today():
            raise forms.ValidationError(_("This day is over. Choose one that is still to come."))
        if day is not None and day == self.day_now:
            raise forms.ValidationError(_("It is on this day already. Choose another one, or leave it empty."))
        return day
