"""An import in the browser, from the file to the report."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.intake.models import ImportRun
from groundswell.places.models import Place
from groundswell.places.services.california import load_california
from groundswell.spaces.services.platform import provide_platform

pytestmark = pytest.mark.django_db

FILE = (
    "CDS,School,District,County,Latitude,Longitude\n"
    "45752670113407,Lakeview Elementary,Gateway Unified,Shasta,40.67,-122.36\n"
    "1100170112607,Envision Academy,Alameda County Office of Education,Alameda,,\n"
    "123,Nowhere,Gateway Unified,Shasta,,\n"
)


@pytest.fixture
def operator(client: Client, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    load_california(by=None)
    user = provide_user(email="operator@example.org")
    give_role(by=None, user=user, role="operator", space=provide_platform())
    client.force_login(user)
    return client


def upload(client: Client, text: str = FILE) -> Any:
    file = SimpleUploadedFile("schools.csv", text.encode("cp1252"), "text/csv")
    return client.post("/places/import/schools/", {"file": file})


def test_whole_way(operator: Client):
    address = upload(operator)["Location"]
    page = operator.get(address).content.decode()
    assert "Check the rows" in page
    run = ImportRun.objects.get()
    columns = {f"column_{name}": heading for name, heading in run.mapping.items()}
    operator.post(f"{address}columns/", columns)
    page = operator.get(address).content.decode()
    assert "What would happen" in page
    assert "A CDS code has 14 digits." in page
    assert Place.objects.filter(kind="school").count() == 0
    operator.post(f"{address}begin/")
    run.refresh_from_db()
    assert (run.state, run.created, run.skipped) == ("done", 2, 1)
    assert Place.objects.filter(kind="school").count() == 2
    assert "What happened" in operator.get(address).content.decode()
    report = b"".join(operator.get(f"{address}report.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert report.splitlines()[1] == "4,row left out,cds_code,123,A CDS code has 14 digits."
    User.objects.update(language="es")
    spoken = operator.get(f"{address}report.csv")
    translation.activate("en")  # the next page of this thread is in another language
    assert b"".join(spoken.streaming_content).decode("utf-8-sig").startswith("Línea,")  # type: ignore[attr-defined]
    User.objects.update(language="en")
    assert "schools.csv" in operator.get("/places/import/schools/").content.decode()


def test_pressing_twice_brings_in_once(operator: Client):
    address = upload(operator)["Location"]
    run = ImportRun.objects.get()
    operator.post(f"{address}columns/", {f"column_{name}": heading for name, heading in run.mapping.items()})
    for _ in range(2):
        operator.post(f"{address}begin/")
    run.refresh_from_db()
    assert (run.state, run.created) == ("done", 2)


def test_large_import_goes_to_the_worker(operator: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("groundswell.intake.views.BACKGROUND_FROM", 1)
    address = upload(operator)["Location"]
    run = ImportRun.objects.get()
    operator.post(f"{address}columns/", {f"column_{name}": heading for name, heading in run.mapping.items()})
    operator.post(f"{address}begin/")
    run.refresh_from_db()
    assert run.state == "applying"
    assert "Under way" in operator.get(address).content.decode()
    from groundswell.intake.services.deferred import go_on_with_import

    go_on_with_import.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.created) == ("done", 2)


def test_missing_column_is_explained_and_the_choice_kept(operator: Client):
    address = upload(operator)["Location"]
    response = operator.post(f"{address}columns/", {"column_cds_code": "CDS"})
    assert response.status_code == 400
    assert '<option value="CDS" selected>' in response.content.decode()
    assert ImportRun.objects.get().state == "uploaded"


@pytest.mark.parametrize("text", ["", "a,b", "\x00\x00"])
def test_file_that_is_no_table_is_explained(operator: Client, text: str):
    response = upload(operator, text)
    assert response.status_code == 200
    assert ImportRun.objects.count() == 0


def test_unknown_import_is_not_found(operator: Client):
    assert operator.get("/places/import/schools/999/").status_code == 404
    assert operator.post("/places/import/schools/999/begin/").status_code == 404


def test_who_may_not_import_learns_nothing(operator: Client):
    address = upload(operator)["Location"]
    operator.force_login(provide_user(email="teacher@example.org"))
    assert [operator.get(a).status_code for a in ("/places/import/schools/", address, f"{address}report.csv")] == [
        404
    ] * 3
    assert operator.post(f"{address}begin/").status_code == 404


def test_stranger_is_asked_to_sign_in(client: Client):
    assert client.get("/places/import/schools/").status_code == 302


def test_columns_of_an_import_that_began_cannot_change(operator: Client):
    address = upload(operator)["Location"]
    run = ImportRun.objects.get()
    columns = {f"column_{name}": heading for name, heading in run.mapping.items()}
    assert operator.get(f"{address}columns/").status_code == 302
    operator.post(f"{address}columns/", columns)
    operator.post(f"{address}begin/")
    page = operator.post(f"{address}columns/", columns, follow=True).content.decode()
    assert "This import has begun; its columns cannot be changed any more." in page


def test_file_that_is_too_large_is_explained(operator: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("groundswell.intake.forms.MAX_UPLOAD", 10)
    assert "larger than 50 MB" in upload(operator).content.decode()
