"""Files leave in pieces, in the language in which they were asked for."""

from django.utils.translation import gettext, override

from groundswell.core.downloads import LINES, csv_pieces, download, whole


def test_table_leaves_in_pieces_with_a_mark_and_quoted_cells():
    pieces = list(csv_pieces([["Name", "Says"], *([["Ana", 'a "b", c']] * (2 * LINES - 1))]))
    assert len(pieces) == 3
    lines = b"".join(pieces).decode("utf-8-sig").splitlines()
    assert (lines[0], lines[1], len(lines)) == ("Name,Says", 'Ana,"a ""b"", c"', 2 * LINES)


def test_file_is_made_when_it_is_sent_and_speaks_the_visitors_language():
    made = []

    def make() -> bytes:
        made.append(1)
        return gettext("Close").encode()

    with override("es"):
        response = download(whole(make), name="page.pdf", kind="application/pdf", inline=True)
        wanted = gettext("Close").encode()
    assert made == []
    assert b"".join(response) == wanted
    assert response["Content-Disposition"] == 'inline; filename="page.pdf"'
    assert made == [1]


def test_no_cell_of_a_table_is_a_formula_and_numbers_stay_numbers():
    rows = [["=cmd()", "+1", "@x", "\tz"], ["Ana", -5, None, "1-2"]]
    text = b"".join(csv_pieces(rows)).decode("utf-8-sig")
    assert text.splitlines() == ["'=cmd(),'+1,'@x,'\tz", "Ana,-5,,1-2"]
