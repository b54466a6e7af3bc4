"""After the day: books, the survey and what it asks of county offices."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.access.allow import holders
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.choices import FollowUpState
from groundswell.convenings.models import (
    Convening,
    FollowUpRequest,
    Gift,
    GiftGiven,
    Registration,
    Site,
)
from groundswell.convenings.selectors.after import owed_of, sites_attended
from groundswell.convenings.services.introductions import introduce_mutual
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.instruments.given import Given
from groundswell.instruments.models import Response
from groundswell.instruments.services.responses import submit_response

ASKED, TOPICS, WORDS = "follow_up", "follow_up_topics", "follow_up_words"  # questions of a survey after an event


class GivenAlready(Refused):
    """The person or site has it."""


def add_gift(*, by: User | None, convening: Convening, name: str, for_sites: bool = False) -> Gift:
    """A book or kit that each participant, or each site, is to get."""
    with transaction.atomic():
        gift = Gift(convening=convening, name=name, for_sites=for_sites)
        gift.full_clean()
        gift.save()
        record(verb="convenings.changed", by=by, space=convening.space_id, facts={"fields": ["gifts"]})
    return gift


def give_gift(
    *, by: User | None, gift: Gift, registration: Registration | None = None, site: Site | None = None,
    mailed: bool = False,
) -> GiftGiven:  # fmt: skip
    """Handed over or mailed, to a person or a site; twice raises GivenAlready."""
    with transaction.atomic():
        Gift.objects.select_for_update().get(pk=gift.pk)  # two hosts may press at the same instant
        if GiftGiven.objects.filter(gift=gift, registration=registration, site=site).exists():
            raise GivenAlready(_("This was handed over before."))
        row = GiftGiven(gift=gift, registration=registration, site=site, mailed=mailed, at=now(), by=by)
        row.full_clean()
        row.save()
        where = site or registration.site if registration else site
        record(verb="convenings.gift_given", by=by, space=where.space_id if where else None, facts={"gift": gift.pk})
    return row


def take_back_gift(*, by: User | None, given: GiftGiven) -> None:
    """It was somebody else, or it came back: they are owed it again."""
    with transaction.atomic():
        where = given.site or (given.registration.site if given.registration else None)
        GiftGiven.objects.filter(pk=given.pk).delete()
        record(
            verb="convenings.gift_taken_back", by=by, space=where.space_id if where else None,
            facts={"gift": given.gift_id},
        )  # fmt: skip


def give_to_all(*, by: User | None, gift: Gift, site: Site) -> int:
    """Everyone who was at the site and has not got it gets it now, by hand. Returns how many."""
    with transaction.atomic():
        Gift.objects.select_for_update().get(pk=gift.pk)
        rows = [
            GiftGiven(gift=gift, registration_id=pk, at=now(), by=by)
            for pk in owed_of(gift, site).values_list("pk", flat=True)
        ]
        GiftGiven.objects.bulk_create(rows)
        if rows:
            facts = {"gift": gift.pk, "people": len(rows)}
            record(verb="convenings.gift_given", by=by, space=site.space_id, facts=facts)
    return len(rows)


def answer_survey(
    *, registration: Registration, given: Sequence[Given], language: str, client_id: str = ""
) -> Response:
    """The survey after the event, linked to the registration; what it asks of the county office becomes requests."""
    convening = registration.convening
    if convening.survey is None:
        raise Refused(_("This convening has no survey."))
    with transaction.atomic():
        response = submit_response(
            version=convening.survey,
            given=given,
            person=registration.person,
            about=convening.space_id,
            context={
                "registration": registration.pk,
                "site": next((site.pk for site in reversed(sites_attended(registration))), registration.site_id),
                "county": registration.county.county if registration.county else "",
            },
            language=language,
            client_id=client_id or None,
        )
        _put_requests(registration, given)
        introduce_mutual(convening=convening, person=registration.person)
    return response


def _put_requests(registration: Registration, given: Sequence[Given]) -> None:
    """One request a topic to the registrant's own county, which hears of each once; what an earlier answer asked and this
    one does not goes while it is open.
    """
    county = registration.county
    wants = any(row.question == ASKED and row.choice == "yes" for row in given)
    topics = [row.choice for row in given if row.question == TOPICS and row.choice] or ["other"]
    words = next((row.text for row in given if row.question == WORDS), "")[:500]
    rows = FollowUpRequest.objects.filter(registration=registration)
    waiting = rows.filter(state=FollowUpState.OPEN)
    if county is None or not wants:
        waiting.delete()
        return
    waiting.exclude(topic__in=topics, county=county).delete()
    waiting.exclude(words=words).update(words=words)
    known = set(rows.values_list("topic", flat=True))
    new = [topic for topic in dict.fromkeys(topics) if topic not in known]
    for topic in new:
        FollowUpRequest.objects.create(
            registration=registration, topic=topic, county=county, words=words, made_at=now()
        )
    if new:
        told = holders(Permission.FOLLOWUP_PLAN, county.space_id)
        record(
            verb="convenings.followup_asked", by=registration.person.user, space=county.space_id,
            other=registration.convening.space_id, facts={"topics": new}, tell=told,
        )  # fmt: skip
