"""A certificate of hours as PDF: earned by attendance, with the number by which it can be checked."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


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


def latin(words: str) -> str:
    """The PDF's built-in fonts know Latin-1; other letters become their nearest form."""
    plain = words.translate({0x2013: "-", 0x2014: "-", 0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x00A0: " "})
    return plain.encode("latin-1", "replace").decode("latin-1")


def certificate_pdf(certificate: Certificate) -> bytes:
    """One landscape page, US Letter."""
    from fpdf import FPDF

    pdf: Any = FPDF(orientation="landscape", unit="mm", format="letter")
    pdf.set_title(latin(certificate.title))
    pdf.set_lang("en-US")
    pdf.add_page()
    pdf.set_draw_color(178, 63, 8)
    pdf.set_line_width(0.6)
    pdf.line(25, 38, 254, 38)
    pdf.set_y(22)
    rows = [
        ("Times", "I", 16, certificate.issuer, 26),
        ("Times", "", 30, certificate.name, 18),
        ("Helvetica", "", 13, _("took part in"), 12),
        ("Times", "B", 22, certificate.title, 14),
        ("Helvetica", "", 13, certificate.when, 8),
        ("Helvetica", "", 13, certificate.where, 16),
        ("Times", "", 24, _("%s hours of professional learning") % certificate.hours, 24),
        ("Helvetica", "", 10, _("By verified attendance. Check at %s") % certificate.check_at, 6),
        ("Helvetica", "", 10, certificate.number, 6),
    ]
    for family, style, size, words, height in rows:
        pdf.set_font(family, style, size)
        pdf.cell(0, height, latin(words), align="C", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())
