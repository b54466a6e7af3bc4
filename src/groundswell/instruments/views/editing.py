"""Making and changing instruments without code: the list, one instrument, its draft, one question."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.access.allow import Somebody, spaces_granting
from groundswell.access.doors import requires, sees, signed_in
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.core.errors import Refused
from groundswell.instruments import policies, selectors
from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.forms.answering import form_for
from groundswell.instruments.forms.editing import FrameForm, InstrumentForm, NewInstrumentForm, QuestionForm
from groundswell.instruments.models import Instrument, InstrumentVersion
from groundswell.instruments.services import editing, instruments
from groundswell.instruments.services.starters import make_from_starter
from groundswell.instruments.views.answering import language_of, user_of
from groundswell.spaces.models import Space
from groundswell.spaces.naming import names_of
from groundswell.ui.meanwhile import STOOD, refuse_unseen, standing_of, watch

EDIT = Permission.INSTRUMENT_EDIT
GET_POST = ["GET", "HEAD", "POST"]


def load_instrument(pk: int) -> Instrument:
    return get_object_or_404(Instrument.objects.select_related("space", "owner"), pk=pk)


@dataclass(frozen=True)
class Owner:
    """A space in which an instrument is made."""

    space: Space

    @property
    def space_id(self) -> int:
        return self.space.pk


@dataclass(frozen=True)
class Edited:
    """One question of an instrument's draft."""

    instrument: Instrument
    code: str

    @property
    def space_id(self) -> int:
        return self.instrument.space_id


def load_owner(space: int) -> Owner:
    return Owner(get_object_or_404(Space, pk=space))


def load_edited(pk: int, code: str) -> Edited:
    return Edited(load_instrument(pk), code)


def draft_of(instrument: Instrument) -> InstrumentVersion:
    """The draft; without one there is nothing to edit."""
    version = InstrumentVersion.objects.filter(instrument=instrument, published_at=None).first()
    if version is None:
        raise Http404
    return version


@signed_in
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Instruments that one edits or whose results one may see, by owner."""
    rows = list(selectors.instruments_for_list(policies.visible_to(request.user))[:300])
    mine = spaces_granting(request.user, EDIT)
    names = names_of([*(row.owner_id for row in rows), *mine])
    owners = [(space, names[space].text) for space in dict.fromkeys(mine) if space in names]
    listed = [(row, names[row.owner_id].text if row.owner_id in names else "") for row in rows]
    return render(request, "instruments/list.html", {"listed": listed, "owners": owners})


@requires(EDIT, load_owner)
@require_http_methods(GET_POST)
def create(request: HttpRequest, owner: Owner) -> HttpResponse:
    """A new instrument, empty or from one that ships."""
    form = NewInstrumentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        by = user_of(request)
        if given["starter"]:
            made = make_from_starter(
                by=by,
                code=given["starter"],
                owner=owner.space,
                title=given["title"],
                title_es=given["title_es"],
                publish=False,
            )
        else:
            made = instruments.create_instrument(
                by=by, owner=owner.space, title=given["title"], title_es=given["title_es"], purpose=given["purpose"]
            )
        return redirect("instruments:draft", pk=made.pk)
    name = names_of([owner.space_id])[owner.space_id].text
    return render(request, "instruments/new.html", {"form": form, "owner_name": name})


@sees(load_instrument, policies.can_see, note="those who edit it or may see its results")
@require_http_methods(GET_POST)
def instrument(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """One instrument: its link, its versions, and for editors its settings."""
    edits = policies.can_edit(request.user, instrument)
    if request.method == "POST" and not edits:
        raise Http404
    standing = standing_of(instrument, ("title", "title_es", "open_to", "repeats"))
    form = InstrumentForm(request.POST if request.method == "POST" else None, initial=standing.read())
    watch(form)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            with transaction.atomic():
                refuse_unseen(form, given.pop(STOOD), standing.read_again())
                instruments.rename_instrument(by=user_of(request), instrument=instrument, **given)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept."))
            return redirect("instruments:instrument", pk=instrument.pk)
    versions = list(InstrumentVersion.objects.filter(instrument=instrument).order_by("-number"))
    context = {
        "instrument": instrument,
        "form": form,
        "versions": versions,
        "edits": edits,
        "reads": policies.can_read_results(request.user, instrument),
        "draft": next((version for version in versions if version.is_draft), None),
        "link": request.build_absolute_uri(reverse("instruments:answer", kwargs={"token": instrument.token})),
    }
    return render(request, "instruments/instrument.html", context)


@requires(EDIT, load_instrument)
@require_http_methods(GET_POST)
def draft(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """The draft's questions in order, each with what can be done to it; a press on "edit" starts a draft."""
    if request.method == "POST":
        instruments.start_draft(by=user_of(request), instrument=instrument)
        return redirect("instruments:draft", pk=instrument.pk)
    version = draft_of(instrument)
    definition = version.questions
    context = {
        "instrument": instrument,
        "version": version,
        "definition": definition,
        "kinds": QuestionKind.choices,
        "untranslated": definition.untranslated("es"),
        "frame": FrameForm(initial=FrameForm.initial_of(definition, version.revision)),
    }
    return render(request, "instruments/draft.html", context)


@requires(EDIT, load_instrument)
@require_POST
def change(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Add, move or remove a question, set the frame, or publish: one press each."""
    version = draft_of(instrument)
    press = Press.of(request)
    try:
        if press.act == "add" and press.kind in QuestionKind.values:
            code = editing.add_question(by=press.by, version=version, kind=press.kind, revision=press.revision)
            return redirect("instruments:question", pk=instrument.pk, code=code)
        if press.act == "publish":
            instruments.publish_version(by=press.by, version=version, revision=press.revision)
            messages.success(request, _("Published. These questions stay as they are from now on."))
            return redirect("instruments:instrument", pk=instrument.pk)
        _carry_out(request, press, version)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("instruments:draft", pk=instrument.pk)


@dataclass(frozen=True)
class Press:
    """One button of the draft's page."""

    by: User
    act: str
    code: str
    kind: str
    revision: int

    @classmethod
    def of(cls, request: HttpRequest) -> "Press":
        """A missing or forged revision counts as one that is long past."""
        sent = {name: request.POST.get(name, "")[:40] for name in ("act", "code", "kind", "revision")}
        revision = int(sent["revision"]) if sent["revision"].isdecimal() else 0
        return cls(user_of(request), sent["act"], sent["code"], sent["kind"], revision)


def _carry_out(request: HttpRequest, press: Press, version: InstrumentVersion) -> None:
    if press.act in {"up", "down"}:
        editing.move_question(
            by=press.by, version=version, code=press.code, down=press.act == "down", revision=press.revision
        )
    elif press.act == "remove":
        editing.remove_question(by=press.by, version=version, code=press.code, revision=press.revision)
    elif press.act == "frame":
        _set_frame(request, press, version)


def _set_frame(request: HttpRequest, press: Press, version: InstrumentVersion) -> None:
    form = FrameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("These texts may have at most 2,000 letters each."))
        return
    given = form.cleaned_data
    editing.set_frame(
        by=press.by,
        version=version,
        intro={"en": given["intro_en"], "es": given["intro_es"]},
        thanks={"en": given["thanks_en"], "es": given["thanks_es"]},
        revision=press.revision,
    )
    messages.success(request, _("Kept."))


@requires(EDIT, load_edited)
@require_http_methods(GET_POST)
def question(request: HttpRequest, edited: Edited) -> HttpResponse:
    """One question of the draft."""
    version = draft_of(edited.instrument)
    raw = next((one for one in version.definition.get("questions", []) if one["code"] == edited.code), None)
    if raw is None:
        raise Http404
    questions = version.questions.questions
    place = [one.code for one in questions].index(edited.code)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        raw=raw,
        earlier=questions[:place],
        revision=version.revision,
    )
    if request.method == "POST" and form.is_valid():
        try:
            editing.change_question(
                by=user_of(request),
                version=version,
                code=edited.code,
                data=form.to_data(),
                revision=form.cleaned_data["revision"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(f"{reverse('instruments:draft', kwargs={'pk': edited.instrument.pk})}#{edited.code}")
    context = {"instrument": edited.instrument, "form": form, "question": questions[place]}
    return render(request, "instruments/question.html", context)


def load_version(pk: int, number: int) -> InstrumentVersion:
    rows = InstrumentVersion.objects.select_related("instrument__space")
    # Asked this way, a number too long for the database finds nothing.
    return get_object_or_404(rows, instrument__in=Instrument.objects.filter(pk=pk), number=min(number, 30_000))


def may_preview(user: Somebody, version: InstrumentVersion) -> bool:
    return policies.can_see(user, version.instrument)


@sees(load_version, may_preview, note="those who edit it or may see its results")
@require_safe
def preview(request: HttpRequest, version: InstrumentVersion) -> HttpResponse:
    """A version as those who answer see it; nothing is sent."""
    language = "es" if request.GET.get("language", language_of()) == "es" else "en"
    context = {
        "instrument": version.instrument,
        "version": version,
        "parts": form_for(version, language).parts(),
        "language": language,
        "language_is_en": language == "en",
        "language_is_es": language == "es",
        "title": version.instrument.title_in(language),
        "intro": version.questions.intro.say(language),
        "untranslated": version.questions.untranslated("es"),
    }
    return render(request, "instruments/preview.html", context)


@requires(EDIT, load_instrument)
@require_POST
def set_open(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Close it to answers, or open it again."""
    act = instruments.reopen_instrument if request.POST.get("act") == "open" else instruments.close_instrument
    act(by=user_of(request), instrument=instrument)
    return redirect("instruments:instrument", pk=instrument.pk)
