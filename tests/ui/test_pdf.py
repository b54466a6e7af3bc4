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


def test_looking_into_the_fonts_leaves_none_of_them_open():
    _known.cache_clear()
    assert printable("山") == "?"
    files = [one for one in gc.get_objects() if isinstance(one, io.BufferedReader) and not one.closed]
    assert [file.name for file in files if str(file.name).endswith(".ttf")] == []


def test_pdf_carries_its_fonts():
    pdf = open_pdf(title="Nguyễn", language="es")
    pdf.add_page()
    for family, style in ((SERIF, ""), (SERIF, "B"), (SERIF, "I"), (SANS, ""), (SANS, "B")):
        pdf.set_font(family, style, 12)
        pdf.cell(0, 8, "Nguyễn Văn Đức", new_x="LMARGIN", new_y="NEXT")
    content = bytes(pdf.output())
    assert content.startswith(b"%PDF-")
    assert content.count(b"/FontFile2") == 5
