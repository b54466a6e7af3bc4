"""PDFs with fonts that know the letters of most names: Latin with all its marks, Greek, Cyrillic.

Names in other scripts have pages made for printing instead: the browser has the fonts. `knows` says which it is.
"""

import io
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
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "MODIFIER", "COMBINING")

# The colors of the paper by day: see css/tokens.css.
INK, FAINT, POPPY, RULE, SAGE = (31, 36, 32), (98, 103, 93), (178, 63, 8), (221, 213, 195), (115, 154, 106)
RIDGE = (
    "M0 70C20 69 40 71 60 70S100 68 120 70L150 70C170 66 185 52 205 40 215 35 225 44 240 38 258 30 268 44 285 50 "
    "300 56 330 62 380 63 440 64 500 64 560 63 610 60 640 50 680 40 705 34 720 22 745 18 760 15 770 26 790 20 "
    "810 12 825 6 842 10 858 14 868 34 885 44 905 54 930 50 960 51 1000 52 1030 44 1060 46 1100 49 1150 50 1200 50"
)
MARK = "M1 20c6 0 8-3 11-8s6-9 10-9 6 6 11 9M3 23c7 0 10-2.5 13-6.5s5-6 8-6 5 3 9 5"


def open_pdf(*, title: str, language: str, landscape: bool = False) -> Any:
    """An empty PDF, US Letter, in millimeters, with the families SERIF (also B, I) and SANS (also B)."""
    from fpdf import FPDF

    pdf: Any = FPDF(orientation="landscape" if landscape else "portrait", unit="mm", format="letter")
    for (family, style), name in FILES.items():
        pdf.add_font(family, style, FONTS / name)
    pdf.set_title(title)
    pdf.set_lang("es-US" if language.startswith("es") else "en-US")
    return pdf


def knows(words: str) -> bool:
    """Whether a PDF can print a name as its owner writes it. Asks Unicode, not the fonts, which are heavy to load."""
    letters = (letter for letter in unicodedata.normalize("NFC", words) if letter.isalpha())
    return all(unicodedata.name(letter, "").startswith(SCRIPTS) for letter in letters)


def printable(words: str) -> str:
    """The words as the fonts can print them: a letter they lack loses its marks, or becomes a question mark."""
    return "".join(_nearest(letter) for letter in unicodedata.normalize("NFC", words))


def write_fitting(
    pdf: Any, words: str, *, y: float, family: str, style: str, size: float, color: tuple[int, int, int], width: float
) -> None:
    """One line in the middle of the page, in smaller letters where it is too long for the width."""
    words = printable(words)
    pdf.set_font(family, style, size)
    pdf.set_text_color(*color)
    wide = pdf.get_string_width(words)
    if wide > width:
        pdf.set_font(family, style, size * width / wide)
    pdf.set_y(y)
    pdf.cell(0, size * 0.5, words, align="C")


def draw_ridge(pdf: Any, *, x: float, foot: float, width: float) -> None:
    """The landscape from the ocean to the basin, standing on `foot`."""
    height = width * 88 / 1200
    filled = (
        f'<path d="{RIDGE}V88H0Z" fill="#e9e4d6"/><path d="{RIDGE}" fill="none" stroke="#8a8271" stroke-width="1"/>'
    )
    draw_svg(pdf, "0 0 1200 88", filled, x=x, y=foot - height, width=width, height=height)


def draw_mark(pdf: Any, *, x: float, y: float, width: float) -> None:
    """The two waves of the wordmark."""
    waves = f'<path d="{MARK}" fill="none" stroke="#b23f08" stroke-width="2" stroke-linecap="round"/>'
    draw_svg(pdf, "0 0 34 24", waves, x=x, y=y, width=width, height=width * 24 / 34)


def draw_svg(pdf: Any, view: str, inner: str, *, x: float, y: float, width: float, height: float) -> None:
    """Shapes in the units of `view`, as large as said."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{inner}</svg>'
    pdf.image(io.BytesIO(svg.encode()), x=x, y=y, w=width, h=height)


def _nearest(letter: str) -> str:
    if ord(letter) in _known():
        return letter
    plain = (part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return "".join(part for part in plain if ord(part) in _known()) or "?"


@cache
def _known() -> frozenset[int]:
    """What every one of the fonts has."""
    fonts = open_pdf(title="", language="en").fonts.values()
    known = set.intersection(*(set(font.cmap) for font in fonts))
    for font in fonts:
        font.close()  # as writing the PDF would have done
    return frozenset(known)
