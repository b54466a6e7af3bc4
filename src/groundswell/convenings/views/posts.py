"""What is posted from one site, for its own host: let through, hidden, shown again. Posts of other sites are the desk's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import QuestionState
from groundswell.convenings.models import Question, Site, WallNote
from groundswell.convenings.selectors.board import SiteDay, site_day
from groundswell.convenings.selectors.day import site_by_number
from groundswell.convenings.selectors.posts import posts_of
from groundswell.convenings.services import room
from groundswell.convenings.views.register import actor
from groundswell.convenings.views.sent import number_in
from groundswell.ui.in_place import done, not_done


@requires(Permission.CONVENING_HOST, site_day)
@require_GET
def posts(request: HttpRequest, here: SiteDay) -> HttpResponse:
    """What was posted from this site."""
    context = {
        "live_after": here.day.after,
        "site": here.site,
        "convening": here.day.convening,
        "posts": posts_of(here.site),
    }
    return render(request, "convenings/site_posts.html", context)


@requires(Permission.CONVENING_HOST, site_by_number)
@require_POST
def decide(request: HttpRequest, site: Site) -> HttpResponse:
    """Let a question or a note of this site through, show it again, or hide it."""
    back = redirect("convenings:site-posts", site.convening.key, site.number)
    show, by = request.POST.get("act") == "show", actor(request)
    question, note = number_in(request.POST, "question"), number_in(request.POST, "note")
    asked = Question.objects.select_related("site", "convening").filter(pk=question, site=site).first()
    noted = WallNote.objects.select_related("site", "convening").filter(pk=note, site=site).first()
    if show and any(post is not None and post.hidden_by_desk for post in (asked, noted)):
        return not_done(request, back, _("Whoever moderates all sites has hidden this. Only they show it again."))
    if asked is not None and show:
        room.let_question_through(by=by, question=asked)
    elif asked is not None and asked.state not in {QuestionState.ANSWERED, QuestionState.MERGED}:
        room.close_question(by=by, question=asked, state=QuestionState.HIDDEN)
    elif noted is not None and show:
        room.let_note_through(by=by, note=noted)
    elif noted is not None and noted.hidden_at is None:
        room.hide_note(by=by, note=noted)
    elif asked is None and noted is None:
        return not_done(request, back, _("Choose something that was posted from your own site."))
    return done(request, back)
