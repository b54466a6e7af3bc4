"""Lines of the record, roles and letters call things by their names, so every kind that exists has somebody who knows them."""

import pytest

from groundswell.places.services.organizations import add_partner
from groundswell.spaces import naming
from groundswell.spaces.models import Space


def test_every_kind_of_thing_that_exists_is_called_by_its_name():
    existing = {rel.get_accessor_name() for rel in Space._meta.related_objects if rel.one_to_one}
    assert {"place", "person", "convening"} <= existing
    assert existing - naming._kinds.keys() == set()


@pytest.mark.django_db
def test_place_is_called_by_its_name_with_its_page():
    place = add_partner(by=None, name="Tule Fog Museum", partner_kind="museum")
    assert naming.names_of([place.space_id]) == {
        place.space_id: naming.Name("Tule Fog Museum", "/places/tule-fog-museum/")
    }
