"""Running a site on the day: the roster live, check-in by name or QR code, the code for the screen, print and export."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.doors import requires, sees
from groundswell.access.permissions import Permission
from groundswell.activity.services.record import record
from groundswell.convenings import policies
from groundswell.convenings.choices import How, Mode, RegistrationState
from groundswell.convenings.formats.codes import qr_svg
from groundswell.convenings.formats.roster import roster_table, roster_workbook
from groundswell.convenings.forms.day import ScanForm, TroubleForm
from groundswell.convenings.models import Attendance, Convening, Registration, Site
from groundswell.convenings.selectors import board, day
from groundswell.convenings.selectors.arrivals import unreached
from groundswell.convenings.selectors.board import SiteDay
from groundswell.convenings.selectors.convenings import convening_by_key
from groundswell.convenings.selectors.needs import answers_by_registration, questions_of
from groundswell.convenings.selectors.registrations import registration_by_secret
from groundswell.convenings.services import checkin, room
from groundswell.convenings.views.register import actor
from groundswell.convenings.views.sent import number_in
from groundswell.convenings.wording import hour_in_words, name_of_site, title_of, when_in_words
from groundswell.core.clock import now
from groundswell.core.downloads import csv_pieces, download, whole
from groundswell.core.errors import Refused
from groundswell.ui.in_place import done, in_place, not_done, sentences

SPARE = 6  # empty lines on the sign-in sheet, for whoever comes without having registered
for_host = requires(Permission.CONVENING_HOST, day.site_by_number)
for_roster = requires(Permission.CONVENING_ROSTER, day.site_by_number)


def page_number(request: HttpRequest) -> int:
    raw = request.GET.get("page", "1")
    return max(1, int(raw)) if raw.isdecimal() and len(raw) < 6 else 1


@requires(Permission.CONVENING_HOST, board.site_day)
@require_GET
def site(request: HttpRequest, here: SiteDay) -> HttpResponse:
    """The host's page: who is here, who is still expected, what to do next."""
    sites = board.with_people(board.sites_of(here.site.convening_id, counted=True))
    line = next((one.line for one in sites if one.site.pk == here.site.pk), None)
    context = roster_context(request, here) | {
        "live_after": here.day.after,
        "site": here.site,
        "convening": here.day.convening,
        "unreached": unreached(here.site.registrations.all()),
        "code": here.code,
        "waiting": here.held,
        "room": here.day.room,
        "joint": here.day.room.mode != Mode.LOCAL,
        "program": board.program_of(here.day.convening),
        "trouble": TroubleForm(initial={"ready": line.ready, "trouble": line.trouble} if line else None),
        "sites": sites,
    }
    return render(request, "convenings/host.html", context)


def roster_context(request: HttpRequest, here: SiteDay) -> dict[str, Any]:
    """The roster of the day that was asked for, by default this one: an earlier day's list may come in on paper."""
    convening, text, number = here.day.convening, request.GET.get("q", "")[:80], page_number(request)
    shown = asked_day(request, convening)
    rows, more = day.roster_of(here.site, day=shown, text=text, page=number)
    days = [one for one in convening.days if one <= convening.this_day] if now() > convening.starts_at else []
    earlier_day = shown != convening.this_day
    past = convening.is_over or earlier_day
    tally = day.tally_of(here.site.pk, shown) if earlier_day else (here.here, here.expected)
    return {
        "rows": rows, "text": text,
        "earlier": number - 1 if number > 1 else None, "later": number + 1 if more else None,
        "here": tally[0], "expected": tally[1],
        "here_words": _("Who was here") if past else _("Here today"),
        "here_note": late_words(convening, past=past),
        "days": days if len(days) > 1 else [], "day": shown, "earlier_day": earlier_day,
        "of_day": f"?day={shown.isoformat()}" if earlier_day else "",
    }  # fmt: skip


def asked_day(request: HttpRequest, convening: Convening) -> date:
    """The day in the address, when it is one of the convening's that has begun; else this one."""
    days = {one.isoformat(): one for one in convening.days if one <= convening.this_day}
    return days.get(request.GET.get("day", ""), convening.this_day)


def roster_address(site: Site, shown: date) -> str:
    """A site's page with the roster of that day."""
    query = {"day": shown.isoformat()} if shown != site.convening.this_day else None
    return reverse("convenings:host", args=[site.convening.key, site.number], query=query)


def late_words(convening: Convening, *, past: bool) -> str:
    """What a host may still do about the list of a day that is over."""
    if not past or convening.lists_closed:
        return ""
    return _(
        "Until two weeks after the day you can put in whoever signed on paper. They get the hours of the whole day."
    )


@for_host
@require_POST
def arrive(request: HttpRequest, site: Site) -> HttpResponse:
    """Check somebody in by name, take it back, or say that they leave before the end."""
    rows = Registration.objects.select_related("convening", "person", "site")
    found = rows.filter(pk=number_in(request.POST, "registration"), convening=site.convening).first()
    shown = asked_day(request, site.convening)
    back = redirect(roster_address(site, shown))
    if found is None:
        return not_done(request, back, _("Choose somebody of this convening."))
    try:
        if request.POST.get("undo") or request.POST.get("left"):
            attendance = day.attendance_on(found, shown)
            act = checkin.undo_check_in if request.POST.get("undo") else checkin.leave_early
            if attendance is not None and site.pk not in {attendance.site_id, found.site_id}:
                return not_done(request, back, _("They are at another site. Its host can change that."))
            if attendance is not None:
                act(by=actor(request), attendance=attendance)
        else:
            checkin.check_in(by=actor(request), registration=found, site=site, how=How.NAME, day=shown)
    except Refused as refused:
        return not_done(request, back, str(refused))
    return done(request, back)


@for_host
@require_POST
def line(request: HttpRequest, site: Site) -> HttpResponse:
    """How the site's line is."""
    form = TroubleForm(request.POST)
    back = redirect("convenings:host", site.convening.key, site.number)
    if not form.is_valid():
        return not_done(request, back, sentences(form))
    said = form.cleaned_data
    room.tell_line(by=actor(request), site=site, ready=said["ready"], trouble=said["trouble"])
    return done(request, back, _("The other sites see it now.") if in_place(request) else "")


@for_host
@require_POST
def new_code(request: HttpRequest, site: Site) -> HttpResponse:
    """A code for the screen; the one before stops."""
    checkin.make_code(by=actor(request), site=site)
    return redirect("convenings:screen", site.convening.key, site.number)


@for_host
@require_GET
def screen(request: HttpRequest, site: Site) -> HttpResponse:
    """What the projector shows at the door: the code, large, and as a QR code."""
    code = day.code_of(site)
    link = request.build_absolute_uri(reverse("convenings:join", query={"code": code.code})) if code else ""
    context = {
        "site": site,
        "convening": site.convening,
        "code": code,
        "link": link,
        "qr": qr_svg(link) if link else "",
    }
    return render(request, "convenings/screen.html", context)


def here_words(came: Attendance) -> str:
    """What a host is told of somebody who is checked in."""
    row = came.registration
    said = _("%(name)s is checked in.") % {"name": row.person.name}
    if row.state == RegistrationState.WAITING:
        said += " " + _("Every chair is taken: they stand on the waiting list.")
    elif row.site_id != came.site_id:
        said += " " + _("They had registered for %(site)s.") % {"site": name_of_site(row.site)}
    return said


def was_here_words(came: Attendance) -> str:
    """What a host is told of somebody who had been checked in before."""
    facts = {"name": came.registration.person.name, "at": hour_in_words(came.came_at), "site": name_of_site(came.site)}
    return _("%(name)s was checked in already: %(at)s, %(site)s.") % facts


def take_ticket(request: HttpRequest, registration: Registration, site: Site) -> str:
    """Check in whose code was scanned; the sentence to tell. Raises Refused."""
    before = day.attendance_today(registration)
    if before is not None and before.left_at is None:
        return was_here_words(before)
    return here_words(checkin.check_in(by=actor(request), registration=registration, site=site, how=How.QR))


@for_host
@require_http_methods(["GET", "POST"])
def tickets(request: HttpRequest, site: Site) -> HttpResponse:
    """Scanning at a table by the door: one code after the other, by a scanner that types or by the camera."""
    form = ScanForm(request.POST or None)
    if request.method == "GET":
        return render(request, "convenings/tickets.html", tickets_context(site, form))
    response = redirect("convenings:tickets", site.convening.key, site.number)
    if form.is_valid():
        try:
            return done(request, response, take_ticket(request, form.ticket_of(site.convening), site))
        except Refused as refused:
            form.add_error("code", str(refused))
    if in_place(request):
        return not_done(request, response, sentences(form))
    return render(request, "convenings/tickets.html", tickets_context(site, form), status=422)


def tickets_context(site: Site, form: ScanForm) -> dict[str, Any]:
    here, expected = day.tally_of(site.pk, site.convening.this_day)
    return {"site": site, "convening": site.convening, "form": form, "here": here, "expected": expected}


def may_check_in(user: Any, registration: Registration) -> bool:
    return policies.can_host_site(user, registration.site) or policies.can_host_somewhere(
        user, registration.convening_id
    )


@sees(registration_by_secret, may_check_in, note="the host who scans the code; the link alone opens nothing")
@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest, registration: Registration) -> HttpResponse:
    """What a host's phone opens when it scans somebody's QR code: one press checks them in, where the host is."""
    sites = day.sites_hosted(registration.convening, request.user)
    if not sites:
        raise Http404
    if request.method == "POST":
        chosen = next((s for s in sites if str(s.pk) == request.POST.get("site")), sites[0])
        try:
            messages.success(request, take_ticket(request, registration, chosen))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("convenings:host", chosen.convening.key, chosen.number)
    own = next((s for s in sites if s.pk == registration.site_id), sites[0])
    before = day.attendance_today(registration)
    context = {
        "registration": registration, "sites": sites, "own": own, "before": was_here_words(before) if before else "",
    }  # fmt: skip
    return render(request, "convenings/scan.html", context)


@for_roster
@require_GET
def sheet(request: HttpRequest, site: Site) -> HttpResponse:
    """The sign-in sheet to print, with a QR code for the event."""
    coming, waiting = day.sheet_of(site)
    code = day.code_of(site)
    link = request.build_absolute_uri(reverse("convenings:join", query={"code": code.code})) if code else ""
    convening = site.convening
    context = {
        "site": site, "convening": convening,
        "rows": coming,
        "waiting": waiting,
        "spare": range(SPARE), "qr": qr_svg(link) if link else "", "code": code,
        "when": when_in_words(convening), "sheet_of": f"{title_of(convening)} · {name_of_site(site)}",
    }  # fmt: skip
    return render(request, "convenings/sheet.html", context)


@for_roster
@require_GET
def export(request: HttpRequest, site: Site) -> HttpResponseBase:
    """The roster as CSV or XLSX; that it was taken is on record."""
    return _export(request, site.convening, day.roster_for_export(site), site)


@requires(Permission.CONVENING_ROSTER, convening_by_key)
@require_GET
def export_whole(request: HttpRequest, convening: Convening) -> HttpResponseBase:
    """The rosters of all sites in one file, for whoever may see them all."""
    return _export(request, convening, day.whole_roster_for_export(convening), None)


def _export(
    request: HttpRequest, convening: Convening, rows: list[Registration], site: Site | None
) -> HttpResponseBase:
    record(
        verb="convenings.roster_exported", by=actor(request), space=site.space_id if site else convening.space_id,
        other=convening.space_id if site else None, facts={"rows": len(rows)},
    )  # fmt: skip
    questions = questions_of(convening)
    answers = answers_by_registration(rows, questions)
    name = f"{convening.key}-{site.number}" if site else convening.key
    if request.GET.get("as") == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        made = whole(lambda: roster_workbook(rows, questions, answers))
        return download(made, name=f"{name}.xlsx", kind=kind)
    made = csv_pieces(roster_table(rows, questions, answers))
    return download(made, name=f"{name}.csv", kind="text/csv; charset=utf-8")
