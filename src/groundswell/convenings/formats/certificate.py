"""A certificate of hours as PDF: earned by attendance, with the number by which it can be checked."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.ui.pdf import SANS, SERIF, open_pdf, printable


@dataclass(frozen=True)
class Certificate:
    """What stands on it. `hours` is already rounded."""

    name: str
    title: str
    when: str
    where: str
    hours: str
    issuer: str
    number: str
    check_at: str


def certificate_pdf(certificate: Certificate) -> bytes:
    """One landscape page, US Letter."""
    pdf = open_pdf(title=certificate.title, language=get_language() or "en", landscape=True)
    pdf.add_page()
    pdf.set_draw_color(178, 63, 8)
    pdf.set_line_width(0.6)
    pdf.line(25, 38, 254, 38)
    pdf.set_y(22)
    rows = [
        (SERIF, "I", 16, certificate.issuer, 26),
        (SERIF, "", 30, certificate.name, 18),
        (SANS, "", 13, _("took part in"), 12),
        (SERIF, "B", 22, certificate.title, 14),
        (SANS, "", 13, certificate.when, 8),
        (SANS, "", 13, certificate.where, 16),
        (SERIF, "", 24, _("%s hours of professional learning") % certificate.hours, 24),
        (SANS, "", 10, _("By verified attendance. Check at %s") % certificate.check_at, 6),
        (SANS, "", 10, certificate.number, 6),
    ]
    for family, style, size, words, height in rows:
        pdf.set_font(family, style, size)
        pdf.cell(0, height, printable(words), align="C", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())
