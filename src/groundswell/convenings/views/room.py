"""The room on a participant's phone: let in by the event code or the link in the mail; asks, agrees, notes."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.doors import by_link, sees
from groundswell.accounts.models import User
from groundswell.convenings import policies
from groundswell.convenings.choices import How, Mode, SiteKind
from groundswell.convenings.cookies import read_cookie, remember
from groundswell.convenings.figures import braid_rows
from groundswell.convenings.forms.day import CodeForm, NoteForm, QuestionForm, WhoForm
from groundswell.convenings.models import EventCode, Registration
from groundswell.convenings.presence import Presence, host_presence, presence_of
from groundswell.convenings.selectors.board import Day
from groundswell.convenings.selectors.day import today_is_on
from groundswell.convenings.selectors.registrations import registration_by_address, registration_by_secret
from groundswell.convenings.selectors.seating import OwnSeat, seats_of
from groundswell.convenings.selectors.together import Board, board_by_key, day_to_post
from groundswell.convenings.services.checkin import WrongCode, check_in, join_online, read_code
from groundswell.convenings.services.entrants import ACTIVE
from groundswell.convenings.services.saying import Post, What, say_in_room
from groundswell.convenings.views.sent import number_in
from groundswell.convenings.wording import in_language, name_of_site
from groundswell.core.clock import now
from groundswell.core.doors import public
from groundswell.core.errors import Refused
from groundswell.core.limits import TooMany, count_attempt, refuse_after
from groundswell.core.live.publish import latest_number
from groundswell.core.visitors import remember_visitor
from groundswell.ui.in_place import done, in_place, not_done, sentences


def can_see_day(user: Any, day: Day) -> bool:
    return policies.can_see(user, day.convening)


def can_see_board(user: Any, board: Board) -> bool:
    return policies.can_see(user, board.day.convening)


WRONG_CODES = 60  # from one address within ten minutes
LET_IN = "let in by event code, by the mailed link, or as a host"
room_door = sees(day_to_post, can_see_day, note=LET_IN)


@public("the code opens the room; wrong tries are counted")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Type the event code; with the address one registered with, or signed in, one is checked in at once."""
    me = request.user.email if request.user.is_authenticated else ""
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})
    who = WhoForm(request.POST or None, initial={"email": me})
    if request.method == "POST" and form.is_valid() & who.is_valid():
        try:
            code = _read_code(request, form.cleaned_data["code"])
            email = who.cleaned_data["email"]
            registration = registration_by_address(code.convening, email)
            site = code.site or code.convening.sites.order_by("number")[0]
            if registration is not None:
                check_in(by=None, registration=registration, site=site, how=How.CODE)
                messages.success(request, _("You are checked in at %(site)s.") % {"site": name_of_site(site)})
            elif email:
                messages.info(
                    request, _("Nobody is registered with this address, so you are in as a guest. Ask your host.")
                )
            response = redirect("convenings:room", code.convening.key)
            # The code says where they are, never who: whoever knows an address must not act as its owner. Who is signed in
            # has proved it.
            known = registration is not None and registration.person.user_id == request.user.pk
            remember(response, request, site, registration if known else None)
            remember_visitor(request, response)
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            return response
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "convenings/join.html", {"form": form, "who": who}, status=status)


def _read_code(request: HttpRequest, typed: str) -> EventCode:
    """Only wrong codes count: a whole site behind one address comes in within ten minutes."""
    refuse_after(request, "code", most=WRONG_CODES)
    try:
        return read_code(typed)
    except WrongCode:
        count_attempt(request, "code", most=WRONG_CODES, seconds=600)
        raise


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


@sees(board_by_key, can_see_board, note=LET_IN)
@require_GET
def room(request: HttpRequest, board: Board) -> HttpResponse:
    """What happens now at all sites, the line of questions, the wall."""
    seen = request.GET.get("seen", "")
    if seen.isdecimal() and len(seen) < 19 and int(seen) > board.day.after:
        board = board_by_key(board.day.convening.key, int(seen))
    presence = presence_of(request, board.day.convening, board.sites)
    presence = presence or host_presence(request.user, board.day.convening, board.sites)
    if presence is None:
        return redirect("convenings:join")
    return _page(request, board, presence)


def _page(request: HttpRequest, board: Board, presence: Presence, status: int = 200, **forms: Any) -> HttpResponse:
    day, language = board.day, get_language() or "en"
    live = today_is_on(day.convening)
    running = day.room.session_id
    materials = [material for part in board.program for material in part.materials if not material.for_hosts]
    shared = [part.session.pk for part in board.program if part.session.site_id is None]
    context = {
        "live_after": day.after,
        "convening": day.convening,
        "here": presence.here if live else 0,
        "expected": max(presence.here, presence.site.taken) if live else 0,
        "online": presence.site.kind == SiteKind.ONLINE or bool(presence.hosted),
        "last": shared[-1] if shared else None,
        "over": day.convening.is_over,
        "tool": day.tool,
        "title": in_language(day.convening, "title", language),
        "presence": presence,
        "room": day.room,
        "line": board.line,
        "drawn": {name: board.draw(name, language, partial(draw, board, language)) for name, draw in PARTS.items()},
        "live": live,
        "materials": materials,
        "at_hand": any(material.session_id == running for material in materials),
        "joint": day.room.mode == Mode.JOINT,
        **_seats(presence, running),
        "ask": QuestionForm(sites=presence.hosted),
        "write": NoteForm(sites=presence.hosted),
        **forms,
    }
    return render(request, "convenings/room.html", context, status=status)


def _draw_line(board: Board, _language: str) -> str:
    return render_to_string("convenings/live/line.html", {"line": board.line})


def _draw_wall(board: Board, _language: str) -> str:
    return render_to_string("convenings/live/notes.html", {"notes": board.notes})


def _draw_program(board: Board, language: str) -> str:
    live = today_is_on(board.day.convening)
    rows = braid_rows(
        [part.session for part in board.program], len(board.line.heard), language,
        current=board.day.room.session_id if live else None, over_by=now() if live else None,
    )  # fmt: skip
    return render_to_string("convenings/live/program.html", {"program": rows})


# What is the same for all, drawn once for all who open the room within a moment.
PARTS = {"line": _draw_line, "wall": _draw_wall, "program": _draw_program}


def _seats(presence: Presence | None, running: int | None) -> dict[str, list[OwnSeat]]:
    """One's own tables of the day; while a session with tables runs, the others are hidden."""
    if presence is None or presence.registration is None:
        return {"seats": [], "elsewhen": []}
    seats = seats_of(presence.registration)
    now_on = [seat for seat in seats if seat.session is not None and seat.session.pk == running]
    return {"seats": seats, "elsewhen": [seat for seat in seats if now_on and seat not in now_on]}


@room_door
@require_GET
def seats(request: HttpRequest, day: Day) -> HttpResponse:
    """One's own tables, as a part of the room: fetched when tables have changed."""
    presence = presence_of(request, day.convening)
    context = {"convening": day.convening, **_seats(presence, day.room.session_id)}
    return render(request, "convenings/live/room_seats.html", context)


@room_door
@require_POST
def ask(request: HttpRequest, day: Day) -> HttpResponse:
    """Put a question into the line."""
    presence = _presence(request, day)
    if presence is None:
        return redirect("convenings:join")
    return _say(request, day, presence, What.QUESTION, QuestionForm(request.POST, sites=presence.hosted))


@room_door
@require_POST
def write(request: HttpRequest, day: Day) -> HttpResponse:
    """Put a note on the wall."""
    presence = _presence(request, day)
    if presence is None:
        return redirect("convenings:join")
    return _say(request, day, presence, What.NOTE, NoteForm(request.POST, sites=presence.hosted))


def _presence(request: HttpRequest, day: Day) -> Presence | None:
    return presence_of(request, day.convening) or host_presence(request.user, day.convening)


def _say(request: HttpRequest, day: Day, presence: Presence, what: What, form: QuestionForm | NoteForm) -> HttpResponse:
    """Keep a question or a note, and say what became of it; or why it was not kept."""
    response = redirect("convenings:room", day.convening.key)
    owner, status = remember_visitor(request, response), 422
    if form.is_valid():
        try:
            if not presence.hosted:
                count_attempt(request, what.value, most=6, seconds=60, of=owner)
            client = request.POST.get("client_id", "")[:60]
            key = f"{what.value}:{day.convening.pk}:{owner}:{client}" if client else ""
            site = next((one for one in presence.hosted if one.pk == form.cleaned_data.get("site")), presence.site)
            say_in_room(
                Post(
                    what=what, by=_by(request, presence), convening=day.convening, owner=owner, site=site,
                    text=form.cleaned_data["text"], session=day.room.session_id, held=_holds(day, presence), key=key,
                    person=presence.registration.person if presence.registration else None,
                )
            )  # fmt: skip
        except TooMany as refused:
            form.add_error(None, str(refused))
            status = 429
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _said(request, day, response, _kept_words(what, day, presence))
    if in_place(request):
        return not_done(request, response, sentences(form), status)
    shown = {"ask" if what == What.QUESTION else "write": form}
    return _page(request, board_by_key(day.convening.key), presence, 422, **shown)


def _kept_words(what: What, day: Day, presence: Presence) -> str:
    if _holds(day, presence):
        return _("Thank you. A host looks at it before all see it.")
    return _("Your question stands in the line.") if what == What.QUESTION else _("Your note is on the wall.")


def _holds(day: Day, presence: Presence) -> bool:
    """What a host says is never held back."""
    return day.room.holds and not presence.hosted


@room_door
@require_POST
def vote(request: HttpRequest, day: Day) -> HttpResponse:
    """“Ours too.”"""
    response = redirect("convenings:room", day.convening.key)
    number = number_in(request.POST, "question")
    if not (number and _is_in(request, day)):
        return response
    owner = remember_visitor(request, response)
    try:
        count_attempt(request, "ours-too", most=30, seconds=60, of=owner)
        say_in_room(Post(what=What.VOTE, convening=day.convening, owner=owner, question=number))
    except TooMany as refused:
        return not_done(request, response, str(refused), 429)
    except Refused as refused:
        return not_done(request, response, str(refused))
    return _said(request, day, response)


def _said(request: HttpRequest, day: Day, response: HttpResponse, words: str = "") -> HttpResponse:
    """Done; a page that is loaded anew shows it, however short ago it was drawn for others."""
    if not in_place(request):
        response["Location"] = reverse("convenings:room", args=[day.convening.key], query={"seen": latest_number()})
    return done(request, response, words)


def _is_in(request: HttpRequest, day: Day) -> bool:
    """Let in by a code or link, or a host."""
    if read_cookie(request, day.convening.pk) is not None:
        return True
    return policies.can_host_somewhere(request.user, day.convening.pk)


def _by(request: HttpRequest, presence: Presence) -> User | None:
    """The host, or whose link it is; a guest is nobody."""
    if presence.hosted:
        return request.user if isinstance(request.user, User) else None
    return presence.registration.person.user if presence.registration else None
