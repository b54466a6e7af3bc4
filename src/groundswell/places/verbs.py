"""What this app writes into the record."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.verbs import Verb, register

register(
    Verb("places.california_loaded", _("{actor} loaded California's regions, counties, districts and partners")),
    Verb("places.schools_imported", _("{actor} brought in schools from the state's directory")),
    Verb("places.place_added", _("{actor} added {space}")),
    Verb("places.place_changed", _("{actor} changed what is known of {space}")),
    Verb("places.place_renamed", _("{actor} renamed {space}")),
    Verb("places.places_merged", _("{actor} found that {other} is {space}")),
    Verb("places.joined", _("{space} joined {other}")),
    Verb("places.left", _("{space} left {other}")),
)
