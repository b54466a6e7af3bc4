"""Materials in a store that speaks S3: taken through the site, with its checks, never by an address of the store."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.convenings.models import Material
from groundswell.convenings.services.materials import add_material
from tests.store import BUCKET, SERVER, running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(SERVER is None, reason="needs moto's server (moto_server)"),
]


@pytest.fixture
def store(settings):
    with running() as running_store:
        options = {
            "bucket_name": BUCKET, "endpoint_url": running_store.endpoint, "access_key": "ours", "secret_key": "known",
            "querystring_auth": True, "file_overwrite": False,
        }  # fmt: skip
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
        }
        yield running_store


def test_material_is_taken_through_the_site_with_its_checks(client, store, redding):
    for title, for_hosts in (("Sheet", False), ("Answers", True)):
        file = SimpleUploadedFile(f"{title}.txt", title.encode())
        add_material(
            by=None,
            convening=redding.convening,
            session=None,
            fields={"title": title, "file": file, "for_hosts": for_hosts},
        )
    assert len(store.names()) == 2
    sheet, answers = Material.objects.order_by("pk")
    got = client.get(f"/c/talk/materials/{sheet.pk}/")
    assert b"".join(got.streaming_content) == b"Sheet"
    assert client.get(f"/c/talk/materials/{answers.pk}/").status_code == 404
    assert store.endpoint not in client.get("/c/talk/").content.decode()
    store.client.delete_object(Bucket=BUCKET, Key=sheet.file.name)
    assert client.get(f"/c/talk/materials/{sheet.pk}/").status_code == 404
