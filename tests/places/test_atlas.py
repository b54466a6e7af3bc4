"""The facts that ship: complete, consistent, and as the state has them."""

from groundswell.places import atlas


def test_regions_hold_58_counties_each_once():
    sizes = dict.fromkeys(atlas.regions(), 0)
    for county in atlas.counties().values():
        sizes[county.region] += 1
    assert sizes == {1: 5, 2: 9, 3: 10, 4: 7, 5: 4, 6: 5, 7: 6, 8: 4, 9: 3, 10: 4, 11: 1}


def test_county_codes_run_with_names_in_order():
    codes = list(atlas.counties())
    assert codes == [f"{number:02}" for number in range(1, 59)]
    names = [county.name for county in atlas.counties().values()]
    assert names == sorted(names)


def test_neighbors_are_mutual():
    counties = atlas.counties()
    one_sided = [
        (code, other)
        for code in counties
        for other in counties[code].neighbors
        if code not in counties[other].neighbors
    ]
    assert one_sided == []


def test_each_county_seat_lies_in_its_own_outline():
    misplaced = [
        county.name
        for county in atlas.counties().values()
        if (found := atlas.county_at(county.latitude, county.longitude)) is None or found.code != county.code
    ]
    assert misplaced == []


def test_point_at_sea_is_in_no_county():
    assert atlas.county_at(36.0, -124.0) is None


def test_outlines_cover_california_without_overlap():
    square_degrees = 0.0
    for outline in atlas.outlines().values():
        for ring in outline:
            sides = zip(ring, ring[1:] + ring[:1], strict=True)
            square_degrees += abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in sides)) / 2
    assert round(square_degrees, 1) == 41.7


def test_no_ring_visits_a_point_twice():
    twice = [code for code, outline in atlas.outlines().items() for ring in outline if len(set(ring)) != len(ring)]
    assert twice == []


def test_seven_offices_are_also_the_district():
    names = {county.name for county in atlas.counties().values() if county.office_district_cds}
    assert names == {"Alpine", "Amador", "Del Norte", "Mariposa", "Plumas", "San Francisco", "Sierra"}
    flagged = {fact.cds_code for fact in atlas.authorities().values() if fact.is_office}
    assert flagged == {county.office_district_cds for county in atlas.counties().values() if county.office_district_cds}


def test_every_county_has_an_office_of_its_own_code():
    codes = {county.office_cds[:2]: len(county.office_cds) for county in atlas.counties().values()}
    assert codes == dict.fromkeys(atlas.counties(), 14)


def test_authorities_by_kind():
    kinds: dict[str, int] = {}
    for fact in atlas.authorities().values():
        kinds[fact.kind] = kinds.get(fact.kind, 0) + 1
    assert kinds == {"county_office": 56, "district": 936, "state_charter": 14, "state_school": 3}


def test_partner_that_joined_later_has_no_date():
    assert atlas.partners()["camee"].joined is None
    assert atlas.partners()["exploratorium"].kind == "museum"


def test_locale_of_region_2_counties_is_rural_but_for_two():
    region = {county.name: county.locale for county in atlas.counties().values() if county.region == 2}
    assert {name for name, locale in region.items() if locale != "rural"} == {"Butte", "Shasta"}
