"""A certificate of hours as PDF: earned by attendance, with the number by which it can be checked."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.ui.pdf import FAINT, INK, POPPY, SANS, SERIF, draw_mark, draw_ridge, open_pdf, write_fitting

WIDTH, HEIGHT = 279.4, 215.9  # mm, US Letter lying
EDGE = 12


@dataclass(frozen=True)
class Certificate:
    """What stands on it. `hours` is already rounded and in words."""

    name: str
    title: str
    when: str
    where: str
    hours: str
    issuer: str
    number: str
    check_at: str
    example: bool = False


def certificate_pdf(certificate: Certificate) -> bytes:
    """One landscape page, US Letter."""
    pdf = open_pdf(title=certificate.title, language=get_language() or "en", landscape=True)
    pdf.set_auto_page_break(False)
    pdf.add_page()
    draw_ridge(pdf, x=EDGE, foot=HEIGHT - EDGE, width=WIDTH - 2 * EDGE)
    pdf.set_draw_color(*FAINT)
    pdf.set_line_width(0.2)
    pdf.rect(EDGE, EDGE, WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE)
    draw_mark(pdf, x=WIDTH / 2 - 9, y=25, width=18)
    rows = (
        (43, SERIF, "I", 15, POPPY, certificate.issuer),
        (60, SERIF, "", 38, INK, certificate.name),
        (83, SANS, "", 12, FAINT, _("took part in")),
        (92, SERIF, "B", 22, INK, certificate.title),
        (106, SANS, "", 12, INK, certificate.when),
        (113, SANS, "", 12, INK, certificate.where),
        (131, SERIF, "", 24, POPPY, _("%s hours of professional learning") % certificate.hours),
    )
    for y, family, style, size, color, words in rows:
        write_fitting(pdf, words, y=y, family=family, style=style, size=size, color=color, width=WIDTH - 60)
    _check(pdf, certificate)
    return bytes(pdf.output())


def _check(pdf: Any, certificate: Certificate) -> None:
    """At the foot: how anybody finds out that it is genuine."""
    lines = [
        (153, _("By verified attendance. Check at %s") % certificate.check_at),
        (158.5, _("Number %s") % certificate.number),
    ]
    if certificate.example:
        lines.append((164, _("This is an example: places are real, people and figures are made up.")))
    for y, words in lines:
        write_fitting(pdf, words, y=y, family=SANS, style="", size=9, color=FAINT, width=WIDTH - 60)
