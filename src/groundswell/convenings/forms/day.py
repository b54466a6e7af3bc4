"""The forms of the day: short, for a phone."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from groundswell.convenings.choices import Mode
from groundswell.convenings.forms.registration import WorkplaceMixin
from groundswell.convenings.models import Convening, Registration, Session, Site
from groundswell.convenings.selectors.registrations import of_this_name
from groundswell.convenings.services.checkin import ANOTHER
from groundswell.convenings.wording import name_of_site, title_of
from groundswell.core.errors import Refused
from groundswell.people.choices import Role

TICKET = re.compile(r"/r/([\w-]{20,60})(?:/|$)")


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


class SpokenForm(forms.Form):
    """Something said in the room; who runs several sites says from which."""

    site = forms.TypedChoiceField(label=_("From"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, sites: Sequence[Site] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(sites) > 1:
            choice: Any = self.fields["site"]
            choice.choices = [(site.pk, name_of_site(site)) for site in sites]
        else:
            del self.fields["site"]


class QuestionForm(SpokenForm):
    """A question to the speaker."""

    text = forms.CharField(label=_("Your question"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(SpokenForm):
    """A note for the wall."""

    text = forms.CharField(label=_("A note for the wall"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Its fields have ids of their own: it stands on one page with the form of a question."""
        kwargs["auto_id"] = "note_%s"
        super().__init__(*args, **kwargs)


class SessionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A session of this convening."""

    def label_from_instance(self, obj: Any) -> str:
        return title_of(obj)


class RoomForm(forms.Form):
    """Where all sites go next."""

    session = SessionChoice(
        label=_("Session"), queryset=Session.objects.none(), required=False, empty_label=_("no session")
    )
    mode = forms.ChoiceField(label=_("The sites are"), choices=Mode.choices, widget=forms.RadioSelect)
    message = forms.CharField(label=_("A line for everyone"), max_length=200, required=False)

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["session"]
        field.queryset = Session.objects.filter(convening=convening).order_by("starts_at", "number")

    def offer(self, sessions: Sequence[Session]) -> None:
        """Show these, which were read already."""
        field: Any = self.fields["session"]
        field.choices = [("", field.empty_label), *((session.pk, title_of(session)) for session in sessions)]


class TroubleForm(forms.Form):
    """How the site's picture and sound are."""

    ready = forms.BooleanField(label=_("Picture and sound work here"), required=False)
    trouble = forms.CharField(label=_("What does not work"), max_length=200, required=False)


class WalkInForm(WorkplaceMixin):
    """Somebody who is not on the list."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_(
            "Their certificate goes there, and whoever has registered is found by it. Whoever has none at hand may leave it "
            "empty and give it later."
        ),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    language = forms.ChoiceField(label=_("Language of their letters"), choices=settings.LANGUAGES)
    field_order: tuple[str, ...] = ("given_name", "family_name", "email", "language", "role", "school", "county")

    def __init__(self, *args: Any, convening: Convening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].label = _("School or organization")
        self.fields["school"].help_text = _("Begin to type and choose; one that is not listed may be written out.")
        if "same" in self.data:
            names = (self.data.get(name, "")[:80] for name in ("given_name", "family_name"))
            self.ask_which(of_this_name(convening, *names))

    def ask_which(self, found: Sequence[Registration]) -> None:
        """These are on the list under the same name: only the host sees whether it is one of them."""
        if found:
            choices = [*((str(row.pk), _which(row)) for row in found), (ANOTHER, _("Somebody else of the same name"))]
            self.fields["same"] = forms.ChoiceField(label=_("Who is it?"), choices=choices, widget=forms.RadioSelect)
            self.order_fields(["same"])


def _which(row: Registration) -> str:
    """Somebody of the list, as their host tells them from another of the same name."""
    facts = {
        "name": row.person.name, "school": row.place.name if row.place else row.place_written, "site": name_of_site(row.site),
    }  # fmt: skip
    return _("Check in %(name)s, %(school)s, registered for %(site)s") % facts


class AddressForm(forms.Form):
    """Where letters may go."""

    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class ScanForm(forms.Form):
    """The code on a ticket or a badge: the link that it holds, as a scanner types it or the camera reads it."""

    code = forms.CharField(
        label=_("Code of the ticket"),
        max_length=300,
        help_text=_("A scanner that types, or the camera, fills this in and sends it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "data-scanned": ""}),
    )

    def clean_code(self) -> str:
        """The secret in the link."""
        found = TICKET.search(self.cleaned_data["code"])
        if found is None:
            raise forms.ValidationError(_("This is no ticket of Groundswell. Find the person by name instead."))
        return found[1]

    def ticket_of(self, convening: Convening) -> Registration:
        """Whose ticket it is. Raises Refused for one of another convening."""
        rows = Registration.objects.filter(secret=self.cleaned_data["code"], convening=convening)
        found = rows.select_related("convening", "person", "site").first()
        if found is None:
            raise Refused(str(_("This ticket is for another convening.")))
        return found
