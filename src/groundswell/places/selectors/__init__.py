"""Reading places. `finding` is by name, for forms and search; `browsing` is from the top down, for pages."""

from groundswell.places.selectors.finding import (
    UnknownPlace,
    find_office,
    find_place,
    place_label,
    places_by_id,
    search_places,
)

__all__ = ["UnknownPlace", "find_office", "find_place", "place_label", "places_by_id", "search_places"]
