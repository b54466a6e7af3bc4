"""The desk of the whole room: which session, together or apart; the line of questions; the wall; how each site's line is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import QuestionState
from groundswell.convenings.forms.day import RoomForm
from groundswell.convenings.models import Convening, Question, WallNote
from groundswell.convenings.selectors import board
from groundswell.convenings.selectors.board import Day, day_by_key, desk_day
from groundswell.convenings.selectors.posts import held_of
from groundswell.convenings.services import room
from groundswell.convenings.views.register import actor
from groundswell.convenings.views.sent import number_in
from groundswell.core.errors import Refused
from groundswell.core.visitors import owner_key
from groundswell.ui.in_place import done, in_place, not_done

for_hosts = requires(Permission.CONVENING_HOST, day_by_key)


@requires(Permission.CONVENING_HOST, desk_day)
@require_GET
def desk(request: HttpRequest, day: Day) -> HttpResponse:
    """Everything that the one who runs the room needs."""
    state = day.room
    sessions = [part.session for part in board.program_of(day.convening)]
    sites = board.sites_of(day.convening.pk, counted=True)
    form = RoomForm(
        convening=day.convening, initial={"session": state.session_id, "mode": state.mode, "message": state.message}
    )
    form.offer(sessions)
    context = {
        "live_after": day.after,
        "convening": day.convening,
        "room": state,
        "form": form,
        "next": board.next_session(sessions, state),
        "tool": day.tool,
        "line": board.line_of(day.convening.pk, sites),
        "notes": board.notes_of(day.convening.pk, sites),
        "waiting": day.held,
        "sites": board.with_people(sites),
    }
    return render(request, "convenings/desk.html", context)


@for_hosts
@require_POST
def move(request: HttpRequest, day: Day) -> HttpResponse:
    """All sites go on."""
    form = RoomForm(request.POST, convening=day.convening)
    back = redirect("convenings:desk", day.convening.key)
    if not form.is_valid():
        return not_done(request, back, _("Choose whether the sites are together or each on its own."))
    said = form.cleaned_data
    room.move_room(
        by=actor(request), convening=day.convening, session=said["session"], mode=said["mode"], message=said["message"]
    )
    return done(request, back, _("All sites see this now.") if in_place(request) else "")


@for_hosts
@require_POST
def question(request: HttpRequest, day: Day) -> HttpResponse:
    """Call a question, say that it is answered, hide it, or ask it together with another."""
    found = _of(request, day.convening, "question")
    into = _of(request, day.convening, "into")
    act = request.POST.get("act", "")
    back = redirect("convenings:desk", day.convening.key)
    if found is None:
        return not_done(request, back, _("This question is not in the line any more."))
    try:
        if act == "call":
            room.call_question(by=actor(request), question=found)
        elif act == "too":
            room.vote_for(question=found, owner=owner_key(request))
        elif act == "answered":
            room.close_question(by=actor(request), question=found, state=QuestionState.ANSWERED)
        elif act == "show":
            room.let_question_through(by=actor(request), question=found)
        elif act == "hide":
            room.close_question(by=actor(request), question=found, state=QuestionState.HIDDEN, at_desk=True)
        elif act == "merge" and into is not None:
            room.merge_questions(by=actor(request), question=found, into=into)
    except Refused as refused:
        return not_done(request, back, str(refused))
    return done(request, back)


@for_hosts
@require_GET
def posts(request: HttpRequest, day: Day) -> HttpResponse:
    """For whoever moderates: what waits to be let through, and what was hidden."""
    held = held_of(day.convening.pk, board.sites_of(day.convening.pk))
    context = {"live_after": day.after, "convening": day.convening, "room": day.room, "held": held}
    return render(request, "convenings/posts.html", context)


def _of(request: HttpRequest, convening: Convening, name: str) -> Question | None:
    rows = Question.objects.select_related("site", "convening")
    return rows.filter(pk=number_in(request.POST, name), convening=convening).first()


@for_hosts
@require_POST
def note(request: HttpRequest, day: Day) -> HttpResponse:
    """Take a note off the wall, or let one through that waits or was hidden."""
    rows = WallNote.objects.select_related("site", "convening")
    found = rows.filter(pk=number_in(request.POST, "note"), convening=day.convening).first()
    if found is not None and request.POST.get("act") == "show":
        room.let_note_through(by=actor(request), note=found)
    elif found is not None and found.hidden_at is None:
        room.hide_note(by=actor(request), note=found, at_desk=True)
    return done(request, redirect("convenings:desk", day.convening.key))


@for_hosts
@require_POST
def hold(request: HttpRequest, day: Day) -> HttpResponse:
    """Whether what people post waits until a host lets it through."""
    room.hold_posts(by=actor(request), convening=day.convening, holds=request.POST.get("holds") == "yes")
    return done(request, redirect("convenings:desk", day.convening.key))
