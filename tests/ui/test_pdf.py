"""PDFs print names as they are written."""

import gc
import io

import pytest

from groundswell.ui.pdf import SANS, SERIF, _known, open_pdf, printable


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("José Muñoz", "José Muñoz"),
        ("Nguyễn Văn Đức", "Nguyễn Văn Đức"),
        ("Łukasz Şahin", "Łukasz Şahin"),
        ("Ольга “and” — more…", "Ольга “and” — more…"),
        ("山田", "??"),
        ("ﬁne", "fine"),
    ],
)
def test_printable_keeps_every_letter_that_the_fonts_have(words, printed):
    assert printable(words) == printed


def open_fonts() -> set[int]:
    files = [one for one in gc.get_objects() if type(one) is io.BufferedReader and not one.closed]
    return {id(file) for file in files if str(file.name).endswith(".ttf")}


def test_looking_into_the_fonts_leaves_none_of_them_open():
    _known.cache_clear()
    before = open_fonts()
    assert printable("山") == "?"
    assert open_fonts() - before == set()


def test_pdf_carries_its_fonts():
    pdf = open_pdf(title="Nguyễn", language="es")
    pdf.add_page()
    for family, style in ((SERIF, ""), (SERIF, "B"), (SERIF, "I"), (SANS, ""), (SANS, "B")):
        pdf.set_font(family, style, 12)
        pdf.cell(0, 8, "Nguyễn Văn Đức", new_x="LMARGIN", new_y="NEXT")
    content = bytes(pdf.output())
    assert content.startswith(b"%PDF-")
    assert content.count(b"/FontFile2") == 5
