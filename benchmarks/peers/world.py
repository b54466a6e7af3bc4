"""What `bars` starts to make the peers' world here: fifty convenings ahead, five hundred registered for the first.

`python -m benchmarks.peers.world`, into the database of the settings. Everything is made by services.
"""

from datetime import timedelta

import django

django.setup()

from django.db import connection  # noqa: E402 - after django.setup()

from groundswell.collaboratives.services.collaboratives import form_collaborative  # noqa: E402
from groundswell.convenings.services.entrants import Entrant, Party  # noqa: E402
from groundswell.convenings.services.planning import add_site, plan_convening, publish_convening  # noqa: E402
from groundswell.convenings.services.registering import settle_parties  # noqa: E402
from groundswell.core.clock import now  # noqa: E402
from groundswell.places.models import Place  # noqa: E402

TOPICS = (
    "Number Talks", "NGSS Phenomena", "Fractions Progression", "Storylines", "Mathematical Practices",
    "Data Science K-5", "Three-Dimensional Assessment", "Language Routines", "Coaching Cycles", "Algebra Readiness",
)  # fmt: skip
CONVENINGS, REGISTERED, SEATS = 50, 500, 100_000
ABOUT = "A one-day convening for district teams. " * 10


def main() -> None:
    home = Place.objects.get(key="region-2")
    fields = {"name": "County Offices of Education", "subject": "both", "scope": "region", "home": home}
    collaborative = form_collaborative(by=None, fields=fields)
    first = None
    for number in range(1, CONVENINGS + 1):
        starts = now() + timedelta(days=7 + number)
        convening = plan_convening(
            by=None,
            collaborative=collaborative,
            fields={
                "title": f"{TOPICS[number % 10]} convening {number}",
                "lead": ABOUT,
                "subject": "both",
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=7),
            },
        )
        name = {"name": f"Site {number}, County office building", "capacity": SEATS}
        site = add_site(by=None, convening=convening, kind="in-person", fields=name)
        publish_convening(by=None, convening=convening)
        first = first or (convening, site)
    assert first is not None
    parties = [
        Party(
            None,
            *first,
            [
                Entrant(
                    f"p{n}@example.org",
                    "Participant",
                    f"Number{n}",
                    "teacher",
                    place_written=f"District {n % 40}",
                    county="45",
                )
            ],
        )
        for n in range(REGISTERED)
    ]
    for start in range(0, REGISTERED, 40):
        settle_parties(parties[start : start + 40])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as it does by itself within a minute; the peers' worlds are older than that


main()
