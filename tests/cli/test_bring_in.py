"""`groundswell import schools FILE`."""

from pathlib import Path
from typing import Any

import pytest

from groundswell.cli.main import main
from groundswell.intake.models import ImportRun
from groundswell.places.models import Place
from groundswell.places.services.california import load_california

pytestmark = pytest.mark.django_db

FILE = (
    "code,school,district\n"
    "45752670113407,Lakeview Elementary,Gateway Unified\n"
    "1.1E+13,Envision Academy,Alameda County Office of Education\n"
)


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    load_california(by=None)
    path = tmp_path / "schools.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_dry_run_brings_nothing_in(file: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["import", "schools", str(file), "--map", "cds_code=code", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "Would be 1 new, 0 changed, 0 already so, 1 left out. Nothing was brought in." in out
    assert not Place.objects.filter(kind="school").exists()


def test_import_reports_by_line(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    report = tmp_path / "report.csv"
    assert main(["import", "schools", str(file), "--map", "cds_code=code", "--report", str(report)]) == 0
    assert "Done: 1 new, 0 changed, 0 already so, 1 left out." in capsys.readouterr().out
    assert report.read_text(encoding="utf-8").splitlines()[1].startswith("3,row left out,cds_code,1.1E+13,")
    assert main(["import", "schools", str(file), "--map", "cds_code=code"]) == 0
    assert "Done: 0 new, 0 changed, 1 already so, 1 left out." in capsys.readouterr().out


def test_column_that_is_not_recognized_is_asked_for(file: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["import", "schools", str(file)]) == 1
    assert capsys.readouterr().err == "groundswell: Choose the column for: CDS code.\n"


def test_missing_file_and_unknown_kind_are_explained(file: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["import", "schools", str(file.with_name("none.csv"))]) == 1
    assert "cannot be read: No such file or directory." in capsys.readouterr().err
    assert main(["import", "unicorns", str(file)]) == 1
    assert capsys.readouterr().err == "groundswell: Nothing of the kind “unicorns” can be imported.\n"


def test_stopped_import_is_resumed(file: Path, capsys: pytest.CaptureFixture[str]):
    main(["import", "schools", str(file), "--map", "cds_code=code"])
    run = ImportRun.objects.get()
    Place.objects.filter(kind="school").delete()
    ImportRun.objects.filter(pk=run.pk).update(state="failed", position=0)
    assert main(["import", "schools", "--resume", str(run.pk)]) == 0
    assert Place.objects.filter(kind="school").count() == 1
    assert main(["import", "schools", "--resume", "999"]) == 1
