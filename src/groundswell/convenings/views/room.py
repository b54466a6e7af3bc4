"""The room on a participant's phone: let in by the event code or the link in the mail; asks, agrees, notes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.doors import by_link, sees
from groundswell.convenings import policies
from groundswell.convenings.choices import How, Mode, SiteKind
from groundswell.convenings.figures import program_rows
from groundswell.convenings.forms.day import CodeForm, NoteForm, QuestionForm, WhoForm
from groundswell.convenings.models import Convening, Registration
from groundswell.convenings.presence import Presence, presence_of, read_cookie, remember
from groundswell.convenings.selectors import convenings as reading
from groundswell.convenings.selectors import day
from groundswell.convenings.selectors.registrations import here_at, registration_by_address, registration_by_secret
from groundswell.convenings.selectors.seating import OwnSeat, seats_of
from groundswell.convenings.services.checkin import check_in, join_online, read_code
from groundswell.convenings.services.entrants import ACTIVE
from groundswell.convenings.services.saying import Post, What, say_in_room
from groundswell.convenings.wording import in_language
from groundswell.core.clock import now
from groundswell.core.doors import public
from groundswell.core.errors import Refused
from groundswell.core.limits import count_attempt
from groundswell.core.live.publish import latest_number
from groundswell.core.visitors import remember_visitor
from groundswell.instruments.selectors import shared_tool

room_door = sees(
    reading.convening_by_key, policies.can_see, note="let in by event code, by the mailed link, or as a host"
)


@public("the code opens the room; wrong tries are counted")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Type the event code; with the address one registered with, one is checked in at once."""
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})
    who = WhoForm(request.POST or None)
    if request.method == "POST" and form.is_valid() & who.is_valid():
        try:
            count_attempt(request, "code", most=40, seconds=600)
            code = read_code(form.cleaned_data["code"])
            registration = registration_by_address(code.convening, who.cleaned_data["email"])
            site = code.site or code.convening.sites.order_by("number")[0]
            if registration is not None:
                check_in(by=None, registration=registration, site=site, how=How.CODE)
            response = redirect("convenings:room", code.convening.key)
            # The code says where they are, never who: whoever knows an address must not act as its owner.
            remember(response, request, site, None)
            remember_visitor(request, response)
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            return response
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "convenings/join.html", {"form": form, "who": who}, status=status)


@by_link(registration_by_secret, note="256 random bits, sent to the registrant's address")
@require_GET
def enter(request: HttpRequest, registration: Registration) -> HttpResponse:
    """From one's own link into the room; from afar that is being there."""
    response = redirect("convenings:room", registration.convening.key)
    if registration.state not in ACTIVE:
        return redirect("convenings:mine", registration.secret)
    try:
        join_online(registration=registration)
    except Refused as refused:
        messages.info(request, str(refused))
    remember(response, request, registration.site, registration)
    remember_visitor(request, response)
    return response


@room_door
@require_GET
def room(request: HttpRequest, convening: Convening) -> HttpResponse:
    """What happens now at all sites, the line of questions, the wall."""
    presence = presence_of(request, convening)
    if presence is None and not policies.can_host_somewhere(request.user, convening.pk):
        return redirect("convenings:join")
    return _page(request, convening, presence)


def _page(
    request: HttpRequest, convening: Convening, presence: Presence | None, status: int = 200, **forms: Any
) -> HttpResponse:
    after = latest_number()  # before anything is read, so that nothing is missed in between
    language = get_language() or "en"
    here = presence is not None
    sessions = day.sessions_around(convening)
    state = day.room_of(convening)
    live = day.today_is_on(convening)
    over_by = now() if live else None
    current = state.session_id if live else None
    line = day.line_of(convening)
    here_now = here_at(presence.site) if presence is not None and live else 0
    context = {
        "live_after": after,
        "convening": convening,
        "here": here_now,
        "expected": max(here_now, presence.site.taken) if presence is not None and live else 0,
        "online": presence is not None and presence.site.kind == SiteKind.ONLINE,
        "tool": shared_tool(),
        "title": in_language(convening, "title", language),
        "presence": presence,
        "room": state,
        "line": line,
        "notes": day.notes_of(convening),
        "live": live,
        "program": program_rows(sessions, len(line.heard), language, current=current, over_by=over_by),
        "materials": [m for s in sessions if s.pk == state.session_id for m in s.materials.all() if not m.for_hosts],
        "joint": state.mode == Mode.JOINT,
        "seats": _seats(presence, state.session_id),
        "ask": QuestionForm() if here else None,
        "write": NoteForm() if here else None,
        **forms,
    }
    return render(request, "convenings/room.html", context, status=status)


def _seats(presence: Presence | None, session: int | None) -> list[OwnSeat]:
    """One's own tables: those of the session that runs now, else all of the day."""
    if presence is None or presence.registration is None:
        return []
    seats = seats_of(presence.registration)
    return [seat for seat in seats if seat.session is not None and seat.session.pk == session] or seats


@room_door
@require_POST
def ask(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Put a question into the line."""
    presence = presence_of(request, convening)
    if presence is None:
        return redirect("convenings:join")
    form = QuestionForm(request.POST)
    response = redirect("convenings:room", convening.key)
    owner = remember_visitor(request, response)
    if form.is_valid():
        try:
            count_attempt(request, "ask", most=6, seconds=60, of=owner)
            say_in_room(_post(What.QUESTION, convening, presence, owner, form.cleaned_data["text"]))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your question stands in the line."))
            return response
    return _page(request, convening, presence, 422, ask=form)


@room_door
@require_POST
def write(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Put a note on the wall."""
    presence = presence_of(request, convening)
    if presence is None:
        return redirect("convenings:join")
    form = NoteForm(request.POST)
    response = redirect("convenings:room", convening.key)
    owner = remember_visitor(request, response)
    if form.is_valid():
        try:
            count_attempt(request, "note", most=6, seconds=60, of=owner)
            say_in_room(_post(What.NOTE, convening, presence, owner, form.cleaned_data["text"]))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return response
    return _page(request, convening, presence, 422, write=form)


@room_door
@require_POST
def vote(request: HttpRequest, convening: Convening) -> HttpResponse:
    """“Ours too.”"""
    response = redirect("convenings:room", convening.key)
    number = request.POST.get("question", "")
    if read_cookie(request, convening.pk) is None or not (number.isdecimal() and len(number) < 19):
        return response
    owner = remember_visitor(request, response)
    try:
        count_attempt(request, "ours-too", most=30, seconds=60, of=owner)
        say_in_room(Post(what=What.VOTE, convening=convening, owner=owner, question=int(number)))
    except Refused as refused:
        messages.error(request, str(refused))
    return response


def _post(what: What, convening: Convening, presence: Presence, owner: str, text: str) -> Post:
    """What somebody in the room says, during the session that runs."""
    return Post(
        what=what, by=_by(presence), convening=convening, site=presence.site, owner=owner, text=text,
        person=presence.registration.person if presence.registration else None,
        session=day.room_of(convening).session_id,
    )  # fmt: skip


def _by(presence: Presence) -> Any:
    return presence.registration.person.user if presence.registration else None
