"""A person's notices, how they want to be written to, and what they did."""

from typing import cast

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.accounts.doors import signed_in
from groundswell.accounts.models import User
from groundswell.activity.choices import DIGEST
from groundswell.activity.forms import MailChoiceForm
from groundswell.activity.selectors import feed_of_actor, mail_choice_of, notices_of
from groundswell.activity.sentences import sentences_of
from groundswell.activity.services.notices import choose_mail, read_notices, stop_letters
from groundswell.activity.unsubscribe import read_wish
from groundswell.core.doors import Door, declare


@signed_in
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What is new for the person, newest first; what they read stays below."""
    rows = notices_of(cast("User", request.user))
    pairs = list(zip(rows, sentences_of([row.activity for row in rows]), strict=True))
    context = {
        "new": [line for row, line in pairs if row.read_at is None],
        "old": [line for row, line in pairs if row.read_at is not None],
        "up_to": rows[0].pk if rows else 0,
    }
    return render(request, "activity/notices.html", context)


@signed_in
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Up to the newest that the page showed, so that what came meanwhile stays new."""
    up_to = request.POST.get("up_to", "")
    if up_to.isdecimal() and len(up_to) < 19:
        read_notices(user=cast("User", request.user), up_to=int(up_to))
    return HttpResponseRedirect(reverse("activity:notices"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: HttpRequest) -> HttpResponse:
    """The preferences page."""
    user = cast("User", request.user)
    form = MailChoiceForm.of(mail_choice_of(user), request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose_mail(user=user, **form.cleaned_data)
        messages.success(request, _("Kept. That is how we write to you from now on."))
        return HttpResponseRedirect(reverse("activity:mail_choice"))
    return render(request, "activity/mail_choice.html", {"form": form})


@signed_in
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """What the person did."""
    page = feed_of_actor(cast("User", request.user), before=request.GET.get("before", ""))
    return render(request, "activity/history.html", {"page": page})


@csrf_exempt  # a mail program sends the one click without our cookie; the token in the address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does: a scanner that opens every link of a mail changes nothing."""
    try:
        wish = read_wish(token)
    except signing.BadSignature:
        raise Http404 from None
    user = User.objects.filter(pk=wish.user).first()
    done = request.method == "POST"
    if done and user is not None:
        stop_letters(user=user, kind=wish.kind)
    return render(request, "activity/unsubscribe.html", {"done": done, "daily": wish.kind == DIGEST})


declare(unsubscribe, Door("link", note="a signed address in the letter; stops letters and shows nothing"))
