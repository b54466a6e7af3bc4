"""An import from the file to the report; cut off anywhere, it goes on."""

import re

import pytest

from groundswell.core.downloads import csv_pieces
from groundswell.intake.mapping import BadMapping
from groundswell.intake.models import ImportRun
from groundswell.intake.selectors import problem_counts, problems_of_run, report_rows
from groundswell.intake.services.runs import NotReady, apply_run, begin_run, check_run, map_run, prepare, start_run
from groundswell.intake.tables import UnreadableTable
from tests.intake.colors import Colors

pytestmark = pytest.mark.django_db

FILE = b"Colour,#\nred,#f00\nblue,00f\nred,#e00\nblack,#000\ngreen,#0f0\nwhite,#fff\n"


def checked(data: bytes = FILE) -> ImportRun:
    run = start_run(by=None, kind="colors", file_name="C:\\files\\colors.csv", data=data)
    return check_run(by=None, run=map_run(run=run, mapping=run.mapping))


def test_file_is_received_with_its_guessed_mapping(colors: Colors):
    run = start_run(by=None, kind="colors", file_name="C:\\files\\colors.csv", data=FILE)
    assert (run.file_name, run.total, run.mapping, run.state) == (
        "colors.csv",
        6,
        {"name": "Colour", "hex": "#"},
        "uploaded",
    )


def test_unreadable_file_leaves_nothing(colors: Colors):
    with pytest.raises(UnreadableTable):
        start_run(by=None, kind="colors", file_name="a.csv", data=b"")
    assert ImportRun.objects.count() == 0


def test_check_says_what_would_be_and_writes_nothing(colors: Colors):
    run = checked()
    assert run.expected == {"created": 4, "changed": 0, "unchanged": 0, "skipped": 2}
    assert [(p.line, p.weight, p.message) for p in problems_of_run(run)] == [
        (3, "error", "A hex code starts with #."),
        (4, "error", "The same as line 2; that one counts."),
        (5, "note", "Very dark."),
    ]
    assert problem_counts(run) == (2, 1)
    assert colors.known == {}


def test_apply_brings_in_every_good_row(colors: Colors):
    run = apply_run(run=begin_run(run=checked()))
    assert (run.state, run.created, run.skipped, run.position) == ("done", 4, 2, 4)
    assert colors.known == {"red": "#f00", "black": "#000", "green": "#0f0", "white": "#fff"}


def test_import_that_was_cut_off_goes_on_where_it_stopped(colors: Colors):
    run = apply_run(run=begin_run(run=checked()), batches=1)
    assert (run.state, run.position, run.created) == ("applying", 2, 2)
    colors.known = {}  # what was applied must not be asked for again
    run = apply_run(run=run)
    assert (run.state, run.position, run.created) == ("done", 4, 4)
    assert list(colors.known) == ["green", "white"]


def test_import_whose_worker_was_killed_is_taken_up_again(colors: Colors):
    run = apply_run(run=begin_run(run=checked()), batches=1)
    run = apply_run(run=begin_run(run=run))
    assert (run.state, run.position, run.created) == ("done", 4, 4)


def test_done_import_applies_nothing_again(colors: Colors):
    run = apply_run(run=begin_run(run=checked()))
    colors.known = {}
    assert apply_run(run=run).created == 4
    assert colors.known == {}


def test_error_stops_with_a_sentence_and_can_be_taken_up_again(colors: Colors):
    run = begin_run(run=checked())
    colors.breaks_at = "white"
    run = apply_run(run=run)
    assert (run.state, run.position, run.failure) == ("failed", 2, "The paint ran out.")
    colors.breaks_at = ""
    run = apply_run(run=begin_run(run=run))
    assert (run.state, run.created, run.failure, run.skipped) == ("done", 4, "", 2)


def test_whole_import_is_one_batch(colors: Colors):
    run = begin_run(run=checked(), whole=True)
    colors.breaks_at = "white"
    run = apply_run(run=run)
    assert (run.state, run.position, run.created) == ("failed", 0, 0)


def test_steps_are_taken_in_order(colors: Colors):
    run = start_run(by=None, kind="colors", file_name="a.csv", data=FILE)
    with pytest.raises(NotReady, match=re.escape("Match the columns first.")):
        check_run(by=None, run=run)
    with pytest.raises(NotReady, match=re.escape("Check the rows first.")):
        begin_run(run=run)
    run = apply_run(run=begin_run(run=checked()))
    with pytest.raises(NotReady, match=re.escape("This import has begun; its columns cannot be changed any more.")):
        map_run(run=run, mapping={})


def test_bad_mapping_changes_nothing(colors: Colors):
    run = start_run(by=None, kind="colors", file_name="a.csv", data=FILE)
    with pytest.raises(BadMapping):
        map_run(run=run, mapping={"name": "Colour"})
    assert ImportRun.objects.get().state == "uploaded"


@pytest.mark.parametrize("batches", [0, 1])
def test_import_that_was_begun_while_its_rows_were_checked_again_goes_on(colors: Colors, batches):
    run = checked()
    late = ImportRun.objects.get(pk=run.pk)
    apply_run(run=begin_run(run=run), batches=batches)
    for again in (lambda: check_run(by=None, run=late), lambda: map_run(run=late, mapping=late.mapping)):
        late.state, late.position = "checked", 0  # as the other page read it
        with pytest.raises(NotReady):
            again()
    assert ImportRun.objects.get().state == "applying"
    assert apply_run(run=run).state == "done"


def test_rows_that_were_checked_by_other_columns_do_not_count(colors: Colors):
    run = start_run(by=None, kind="colors", file_name="a.csv", data=FILE + b"")
    late = map_run(run=ImportRun.objects.get(pk=run.pk), mapping=run.mapping)
    map_run(run=run, mapping={"name": "#", "hex": "Colour"})
    with pytest.raises(NotReady, match="matched anew"):
        check_run(by=None, run=late)
    assert ImportRun.objects.get().state == "mapped"


def test_file_with_only_bad_rows_is_done_at_once(colors: Colors):
    run = apply_run(run=begin_run(run=checked(b"name,hex\nred,f00\n")))
    assert (run.state, run.skipped, run.created) == ("done", 1, 0)


def test_report_is_harmless_in_a_spreadsheet(colors: Colors):
    run = checked(b"name,hex\nred,=1+1\n")
    assert b"".join(csv_pieces(report_rows(problems_of_run(run)))).decode("utf-8-sig").splitlines() == [
        "Line,What,Field,In the file,Why",
        "2,row left out,hex,'=1+1,A hex code starts with #.",
    ]


def test_file_that_is_gone_is_said_so(colors: Colors):
    run = checked()
    run.file.delete(save=False)
    with pytest.raises(UnreadableTable, match=re.escape("The file of this import is gone. Bring it in again.")):
        prepare(run)


def test_rows_name_themselves(colors: Colors):
    run = checked()
    assert [str(run), str(problems_of_run(run)[0])] == ["colors: colors.csv", "3: A hex code starts with #."]
