import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.engines.distance import EARTH_KM, ROAD_FACTOR, great_circle_km, road_km

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def test_distance_from_sacramento_to_los_angeles_is_known():
    assert great_circle_km(38.5816, -121.4944, 34.0522, -118.2437) == pytest.approx(581, abs=2)


def test_one_degree_of_latitude_is_111_km():
    assert great_circle_km(37, -120, 38, -120) == pytest.approx(math.pi * EARTH_KM / 180)


def test_antipodes_are_half_the_circumference():
    assert great_circle_km(0, 0, 0, 180) == pytest.approx(math.pi * EARTH_KM)


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_symmetric_and_never_longer_than_half_the_globe(lat1, lon1, lat2, lon2):
    there, back = great_circle_km(lat1, lon1, lat2, lon2), great_circle_km(lat2, lon2, lat1, lon1)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= math.pi * EARTH_KM + 1e-6


def test_road_is_the_great_circle_times_the_stated_factor():
    straight = great_circle_km(37, -120, 38, -121)
    assert road_km(37, -120, 38, -121) == straight * ROAD_FACTOR
    assert road_km(37, -120, 38, -121, factor=2.0) == straight * 2.0


def test_module_needs_no_heavy_library():
    code = (
        "import sys; import groundswell.engines.distance; "
        "print(sorted({'numpy', 'numba', 'scipy', 'highspy'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
