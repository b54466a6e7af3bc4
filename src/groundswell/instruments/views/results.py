"""What was answered: figures that show nobody, and the export for those who may read answers."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from groundswell.access.allow import Somebody
from groundswell.access.doors import sees
from groundswell.activity.services.record import record
from groundswell.core.downloads import download
from groundswell.core.errors import Refused
from groundswell.instruments import figures, policies, selectors
from groundswell.instruments.formats.sheets import KINDS, write_answers
from groundswell.instruments.models import Instrument, InstrumentVersion
from groundswell.instruments.pairs import Pair, before_and_after
from groundswell.instruments.results import results_of
from groundswell.instruments.views.answering import language_of, user_of
from groundswell.instruments.views.editing import load_instrument
from groundswell.places.atlas import counties

PIECE = 64 * 1024  # bytes of a file


@sees(load_instrument, policies.can_read_results, note="those who may read evidence or answers there")
@require_safe
def results(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Each question as a figure; by county, and compared with another instrument, where asked for."""
    version = selectors.published_version(instrument)
    if version is None:
        raise Http404
    by = "county" if request.GET.get("by") == "county" else ""
    reads = policies.can_read_answers(request.user, instrument)
    found = results_of(instrument, version.questions, language=language_of(), by=by, with_texts=reads)
    names = {code: county.name for code, county in counties().items()}
    earlier = selectors.siblings_of(instrument, policies.visible_to(request.user))
    before = next((one for one in earlier if str(one.pk) == request.GET.get("before")), None)
    pairs = _pairs(before, instrument, version) if before else []
    context = {
        "instrument": instrument,
        "results": found,
        "sent_words": figures.few_words(found.sent),
        "questions": figures.shown_questions(found.questions, names),
        "show_all": not by,
        "show_county": bool(by),
        "reads": reads,
        "earlier": earlier,
        "before": before,
        "change": figures.change_figure(pairs, before=str(before), after=str(instrument)) if before else None,
        "change_table": figures.change_table(pairs) if pairs else None,
    }
    return render(request, "instruments/results.html", context)


def _pairs(before: Instrument, after: Instrument, version: InstrumentVersion) -> list[Pair]:
    first = selectors.published_version(before)
    if first is None:
        return []
    return before_and_after((before, first.questions), (after, version.questions), language=language_of())


def load_export(pk: int, kind: str) -> tuple[Instrument, str]:
    return load_instrument(pk), kind


def may_export(user: Somebody, asked: tuple[Instrument, str]) -> bool:
    return policies.can_read_answers(user, asked[0])


@sees(load_export, may_export, note="those who may read answers there")
@require_safe
def export(request: HttpRequest, asked: tuple[Instrument, str]) -> HttpResponseBase:
    """All answers as a spreadsheet with its codebook, from ten on; that it was taken is recorded."""
    instrument, kind = asked
    version = selectors.published_version(instrument)
    if kind not in KINDS or version is None:
        raise Http404
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / f"{slugify(instrument.title) or 'answers'}.{kind}"
    try:
        write_answers(path, instrument, version.questions, language_of())
    except Refused as refused:
        folder.cleanup()
        messages.error(request, str(refused))
        return redirect("instruments:results", pk=instrument.pk)
    record(verb="instruments.exported", by=user_of(request), space=instrument.space_id)
    return download(_read(folder, path), name=path.name, kind=KINDS[kind])


def _read(folder: tempfile.TemporaryDirectory[str], path: Path) -> Iterator[bytes]:
    """The file in pieces; afterwards it and its folder are gone."""
    with folder, path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
