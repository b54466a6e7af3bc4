"""The map of the counties that take part."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.collaboratives.models import Collaborative, Participation
from groundswell.collaboratives.wording import name_of
from groundswell.places import atlas
from groundswell.ui.charts.figure import Caption, Figure
from groundswell.ui.maps import Area, county_map


def counties_map(collaborative: Collaborative, counties: Sequence[Participation]) -> Figure | None:
    """The counties, named; None where none is known."""
    codes = {row.place.county: row.place for row in counties if row.place.county in atlas.counties()}
    if not codes:
        return None
    areas = {code: Area(atlas.counties()[code].name, 3) for code in sorted(codes)}
    sentence = ngettext("%(n)d county takes part.", "%(n)d counties take part.", len(codes)) % {"n": len(codes)}
    caption = Caption(sentence, heading=_("Where %(name)s works") % {"name": name_of(collaborative)})
    return county_map(atlas.outlines(), areas, caption, zoom=set(codes))
