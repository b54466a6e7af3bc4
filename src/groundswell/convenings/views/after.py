"""After the day: the survey and the certificate by the mailed link; books; a county office's requests and follow-ups."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.doors import by_link, requires
from groundswell.access.permissions import Permission
from groundswell.convenings.formats.certificate import Certificate, certificate_pdf
from groundswell.convenings.models import Convening, FollowUp, Gift, Registration
from groundswell.convenings.selectors import after as reading
from groundswell.convenings.selectors.convenings import convening_by_key
from groundswell.convenings.selectors.mates import people_to_name
from groundswell.convenings.services import after as acting
from groundswell.convenings.views.mine import secret_link
from groundswell.convenings.views.register import actor
from groundswell.convenings.wording import day_and_hours, in_language
from groundswell.core.clock import PACIFIC
from groundswell.core.errors import Refused
from groundswell.instruments.forms.answering import form_for
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.ui.form_page import FormPage, run_form
from groundswell.ui.widgets import DateInput, TimeInput

both = require_http_methods(["GET", "POST"])
organizers = requires(Permission.CONVENING_EDIT, convening_by_key)
county_planners = requires(Permission.FOLLOWUP_PLAN, reading.county_by_key)


@secret_link
@both
def survey(request: HttpRequest, registration: Registration) -> HttpResponse:
    """The survey after the event; the link is the sign-in, there is no code to remember."""
    version = registration.convening.survey
    if version is None:
        raise Http404
    language = get_language() or "en"
    people = people_to_name(registration)
    form: Any = form_for(version, language, request.POST or None, prefix="s", people=people)
    back = reverse("convenings:mine", args=[registration.secret])

    def act() -> None:
        client = request.POST.get("client_id", "")
        acting.answer_survey(registration=registration, given=form.given(), language=language, client_id=client)

    title = in_language(registration.convening, "title", language)
    page = FormPage(_("What did you take away?"), _("Send"), back, over=title, crumbs=(title, back))
    return run_form(request, form, page, act)


@secret_link
@require_GET
def certificate(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Hours earned by attendance, as PDF."""
    hours = reading.hours_of(registration)
    if not hours:
        raise Http404
    convening = registration.convening
    number = f"G{registration.pk:07d}-{registration.secret[:6]}"
    content = certificate_pdf(
        Certificate(
            name=registration.person.name,
            title=in_language(convening, "title", get_language() or "en"),
            when=day_and_hours(convening.starts_at, convening.ends_at),
            where=registration.site.name,
            hours=f"{hours.normalize():f}",
            issuer=convening.collaborative.name,
            number=number,
            check_at=settings.SITE_URL + reverse("convenings:check", args=[number]),
        )
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{convening.key}-certificate.pdf"'
    return response


def by_number(number: str) -> Registration:
    """The registration of a certificate's number. Raises Http404."""
    stem, _dash, proof = number.partition("-")
    if not (stem.startswith("G") and stem[1:].isdecimal() and len(stem) < 20 and len(proof) == 6):
        raise Http404
    rows = Registration.objects.select_related("convening__collaborative", "site", "person")
    found = rows.filter(pk=int(stem[1:]), secret__startswith=proof).first()
    if found is None or not reading.hours_of(found):
        raise Http404
    return found


@by_link(by_number, note="the number on a certificate; says hours and convening, no name")
@require_GET
def check(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Whoever holds a certificate can check that it is genuine."""
    context = {
        "registration": registration,
        "convening": registration.convening,
        "hours": reading.hours_of(registration),
    }
    return render(request, "convenings/check.html", context)


class GiftForm(forms.Form):
    """A book or kit."""

    name = forms.CharField(label=gettext_lazy("What it is"), max_length=160)
    for_sites = forms.BooleanField(label=gettext_lazy("One for each site, not for each person"), required=False)


@organizers
@both
def add_gift(request: HttpRequest, convening: Convening) -> HttpResponse:
    """A book or kit to hand over."""
    form = GiftForm(request.POST or None)
    back = reverse("convenings:plan", args=[convening.key])

    def act() -> None:
        acting.add_gift(by=actor(request), convening=convening, **form.cleaned_data)

    return run_form(
        request, form, FormPage(_("Add a book or kit"), _("Add"), back, crumbs=(convening.title, back)), act
    )


class OfConvening:
    """A gift lies in its convening's space."""

    def __init__(self, gift: Gift) -> None:
        self.gift = gift
        self.space_id: int = gift.convening.space_id


def load_gift(key: str, pk: int) -> OfConvening:
    found = Gift.objects.select_related("convening").filter(pk=pk, convening__key=key).first()
    if found is None:
        raise Http404
    return OfConvening(found)


@requires(Permission.CONVENING_EDIT, load_gift)
@both
def gift(request: HttpRequest, loaded: OfConvening) -> HttpResponse:
    """Who is still owed one; a press hands it over, or says that it was mailed."""
    held = loaded.gift
    if request.method == "POST":
        raw = request.POST.get("registration", "")
        rows = Registration.objects.select_related("site").filter(convening=held.convening)
        found = rows.filter(pk=int(raw)).first() if raw.isdecimal() and len(raw) < 19 else None
        try:
            if found is not None:
                acting.give_gift(
                    by=actor(request), gift=held, registration=found, mailed=bool(request.POST.get("mailed"))
                )
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("convenings:gift", held.convening.key, held.pk)
    owed = [] if held.for_sites else list(reading.owed_of(held)[:100])
    return render(request, "convenings/gift.html", {"gift": held, "convening": held.convening, "owed": owed})


@county_planners
@require_GET
def follow_ups(request: HttpRequest, county: Place) -> HttpResponse:
    """What the county's own people asked for, and what the office planned."""
    context = {
        "county": county,
        "topics": reading.request_topics(county),
        "requests": list(reading.requests_of(county)[:100]),
        "planned": reading.follow_ups_of(county),
    }
    return render(request, "convenings/follow_ups.html", context)


class FollowUpForm(forms.Form):
    """A follow-up: what, when, who sees to it, for which requests."""

    convening = forms.ModelChoiceField(label=gettext_lazy("After"), queryset=Convening.objects.none())
    title = forms.CharField(label=gettext_lazy("What you plan"), max_length=160)
    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput(), required=False)
    hour = forms.TimeField(label=gettext_lazy("Hour (Pacific)"), widget=TimeInput(), required=False)
    where = forms.CharField(label=gettext_lazy("Where"), max_length=200, required=False)
    owner_is_me = forms.BooleanField(label=gettext_lazy("I see to it"), required=False, initial=True)
    requests = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, county: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(reading.requests_of(county)[:100])
        asked: Any = self.fields["requests"]
        asked.choices = [(str(row.pk), f"{row.registration.person.name}: {row.topic}") for row in rows]
        after: Any = self.fields["convening"]
        sites = Convening.objects.filter(sites__county=county).distinct()
        after.queryset = sites.order_by("-starts_at")
        self.rows = {str(row.pk): row for row in rows}

    def starts_at(self) -> datetime | None:
        """Day and hour together."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return datetime.combine(day, hour, tzinfo=PACIFIC) if day and hour else None


@county_planners
@both
def plan_follow_up(request: HttpRequest, county: Place) -> HttpResponse:
    """Plan a follow-up for requests of the county."""
    form = FollowUpForm(request.POST or None, county=county)
    back = reverse("convenings:follow-ups", args=[county.key])

    def act() -> None:
        said = form.cleaned_data
        me: Person | None = getattr(actor(request), "person", None)
        acting.plan_follow_up(
            by=actor(request), convening=said["convening"], county=county, title=said["title"], where=said["where"],
            owner=me if said["owner_is_me"] else None, starts_at=form.starts_at(),
            requests=[form.rows[pk] for pk in said["requests"]],
        )  # fmt: skip

    return run_form(request, form, FormPage(_("Plan a follow-up"), _("Plan it"), back, crumbs=(county.name, back)), act)


class OfCounty:
    """A follow-up lies in its county's space."""

    def __init__(self, follow_up: FollowUp) -> None:
        self.follow_up = follow_up
        self.space_id: int = follow_up.county.space_id


def load_follow_up(pk: int) -> OfCounty:
    return OfCounty(reading.follow_up_by_id(pk))


@requires(Permission.FOLLOWUP_PLAN, load_follow_up)
@require_POST
def finish(request: HttpRequest, loaded: OfCounty) -> HttpResponse:
    """It was held."""
    acting.finish_follow_up(by=actor(request), follow_up=loaded.follow_up)
    return redirect("convenings:follow-ups", loaded.follow_up.county.key)
