"""PDFs with fonts that know the letters of most names: Latin with all its marks, Greek, Cyrillic."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
SERIF, SANS = "serif", "sans"
FILES = {
    (SERIF, ""): "DejaVuSerif.ttf",
    (SERIF, "B"): "DejaVuSerif-Bold.ttf",
    (SERIF, "I"): "DejaVuSerif-Italic.ttf",
    (SANS, ""): "DejaVuSans.ttf",
    (SANS, "B"): "DejaVuSans-Bold.ttf",
}


def open_pdf(*, title: str, language: str, landscape: bool = False) -> Any:
    """An empty PDF, US Letter, in millimeters, with the families SERIF (also B, I) and SANS (also B)."""
    from fpdf import FPDF

    pdf: Any = FPDF(orientation="landscape" if landscape else "portrait", unit="mm", format="letter")
    for (family, style), name in FILES.items():
        pdf.add_font(family, style, FONTS / name)
    pdf.set_title(title)
    pdf.set_lang("es-US" if language.startswith("es") else "en-US")
    return pdf


def printable(words: str) -> str:
    """The words as the fonts can print them: a letter they lack loses its marks, or becomes a question mark."""
    return "".join(_nearest(letter) for letter in unicodedata.normalize("NFC", words))


def _nearest(letter: str) -> str:
    if ord(letter) in _known():
        return letter
    plain = (part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return "".join(part for part in plain if ord(part) in _known()) or "?"


@cache
def _known() -> frozenset[int]:
    """What every one of the fonts has."""
    fonts = open_pdf(title="", language="en").fonts.values()
    return frozenset(set.intersection(*(set(font.cmap) for font in fonts)))
