"""How far apart two places are: great circle, and a factor that stands for the road. Needs only `math`."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088  # mean radius, IUGG
KM_PER_MILE = 1.609344

# Roads are longer than the straight line. 1.3 is the usual round figure for road networks in the United States
# (studies of detours give 1.2 to 1.4). It is an estimate: mountain counties have more, the valley less. Any page or
# report that shows a distance made with it says so.
ROAD_FACTOR = 1.3


def great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometers along the surface between two points in degrees (haversine formula)."""
    north1, north2 = radians(lat1), radians(lat2)
    half_north = sin((north2 - north1) / 2)
    half_east = sin(radians(lon2 - lon1) / 2)
    square = half_north * half_north + cos(north1) * cos(north2) * half_east * half_east
    return 2 * EARTH_KM * asin(sqrt(min(1.0, square)))


def road_km(lat1: float, lon1: float, lat2: float, lon2: float, factor: float = ROAD_FACTOR) -> float:
    """Great circle times the road factor: an estimate of the drive, not a route."""
    return factor * great_circle_km(lat1, lon1, lat2, lon2)
