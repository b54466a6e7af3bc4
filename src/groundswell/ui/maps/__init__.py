"""Maps of California drawn on the server from outlines that the caller brings (`places.atlas.outlines()`)."""

from groundswell.ui.maps.drawing import Arc, Area, MapPoint, county_map, locator_map

__all__ = ["Arc", "Area", "MapPoint", "county_map", "locator_map"]
