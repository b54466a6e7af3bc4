"""What county offices promise each other for good, and asking for it."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.access.allow import holders
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.activity.services.letters import Draft, write_letter, write_letters
from groundswell.activity.services.record import record
from groundswell.collaboratives.choices import AskState, Subject
from groundswell.collaboratives.models import Collaborative, Offer, OfferRequest
from groundswell.collaboratives.selectors import takers_of
from groundswell.collaboratives.wording import offer_words
from groundswell.core.clock import now, today
from groundswell.core.errors import Refused
from groundswell.people.models import Person
from groundswell.places.models import Place


class OfferOver(Refused):
    """The offer has ended, or is not for this county."""


class AskedAlready(Refused):
    """The county waits for an answer already, or has its answer."""


def make_offer(
    *, by: User | None, giver: Place, what: str, what_es: str = "", taker: Place | None = None,
    collaborative: Collaborative | None = None, contact: Person | None = None, since: date | None = None,
    until: date | None = None, subject: str = Subject.BOTH,
) -> Offer:  # fmt: skip
    """One county office promises support for good, to one other or to all."""
    with transaction.atomic():
        offer = Offer(
            giver=giver, taker=taker, collaborative=collaborative, what=what, what_es=what_es, contact=contact,
            since=since or today(), until=until, subject=subject, made_at=now(),
        )  # fmt: skip
        offer.full_clean()
        offer.save()
        record(
            verb="collaboratives.offer_made", by=by, space=giver.space_id, other=taker.space_id if taker else None,
            facts={"offer": offer.pk},
        )  # fmt: skip
    return offer


def end_offer(*, by: User | None, offer: Offer) -> None:
    """The promise ends today; that it was given stays on record."""
    with transaction.atomic():
        row = Offer.objects.select_for_update(of=("self",)).select_related("giver", "taker").get(pk=offer.pk)
        if row.until is not None and row.until <= today():
            return
        row.until = today()
        row.save()
        record(
            verb="collaboratives.offer_ended", by=by, space=row.giver.space_id,
            other=row.taker.space_id if row.taker else None, facts={"offer": row.pk},
        )  # fmt: skip


def ask_for_offer(
    *, by: User | None, offer: Offer, county: Place, person: Person | None, words: str
) -> OfferRequest:  # fmt: skip
    """A county asks; whoever sees to the giver's offers gets a letter that is answered to whoever asked."""
    with transaction.atomic():
        row = Offer.objects.select_for_update(of=("self",)).select_related("giver", "contact__user").get(pk=offer.pk)
        if row.until is not None and row.until < today():
            raise OfferOver(_("This offer has ended."))
        if not takers_of(row).filter(pk=county.pk).exists():
            raise OfferOver(_("This offer is for another county."))
        if OfferRequest.objects.filter(offer=row, county=county, state=AskState.ASKED).exists():
            raise AskedAlready(_("Your county has asked for this and waits for an answer."))
        asked = OfferRequest(offer=row, county=county, person=person, words=words, made_at=now())
        asked.full_clean()
        asked.save()
        record(
            verb="collaboratives.offer_asked", by=by, space=row.giver.space_id, other=county.space_id,
            facts={"offer": row.pk},
        )  # fmt: skip
        write_letters([_asking(asked, user, by) for user in _who_answers(row)])
    return asked


def answer_asking(*, by: User | None, request: OfferRequest, agree: bool, words: str) -> OfferRequest:
    """The office that offers says yes or not now; whoever asked gets a letter."""
    with transaction.atomic():
        rows = OfferRequest.objects.select_for_update(of=("self",))
        row = rows.select_related("offer__giver", "county", "person__user").get(pk=request.pk)
        if row.state != AskState.ASKED:
            raise AskedAlready(_("Somebody has answered this before."))
        row.state = AskState.AGREED if agree else AskState.DECLINED
        row.answer, row.answered_at = words, now()
        row.full_clean()
        row.save()
        record(
            verb="collaboratives.offer_answered", by=by, space=row.offer.giver.space_id, other=row.county.space_id,
            facts={"offer": row.offer_id, "agreed": agree},
        )  # fmt: skip
        if row.person is not None and row.person.user is not None:
            write_letter(_answer(row, row.person.user, by))
    return row


def _who_answers(offer: Offer) -> list[User]:
    """Those who write the county's offers, and whoever this one names."""
    ids = set(holders(Permission.STANDING_OFFER, offer.giver.space_id))
    if offer.contact is not None and offer.contact.user_id is not None:
        ids.add(offer.contact.user_id)
    return list(User.objects.filter(pk__in=ids, is_active=True).exclude(email=None).order_by("pk"))


def _asking(asked: OfferRequest, user: User, by: User | None) -> Draft:
    offer = asked.offer
    with translation.override(user.language or "en"):
        names = {
            "county": asked.county.name,
            "giver": offer.giver.name,
            "what": offer_words(offer),
            "words": asked.words,
        }
        text = _("%(county)s asks %(giver)s for this offer: %(what)s") % names
        link = settings.SITE_URL + reverse("collaboratives:county-offers", args=[offer.giver.key])
        lines = [text, asked.words, _("Say yes or not now here: %(link)s") % {"link": link}]
        subject = _("%(county)s asks for what you offer") % names
    return Draft(
        to=user.email or "", kind="offer-asked", subject=subject, text="\n\n".join(lines), space=offer.giver.space_id,
        reply_to=(by.email or "") if by else "", once=f"offer-asked:{asked.pk}:{user.pk}",
    )  # fmt: skip


def _answer(asked: OfferRequest, user: User, by: User | None) -> Draft:
    offer = asked.offer
    with translation.override(user.language or "en"):
        names = {"giver": offer.giver.name, "what": offer_words(offer)}
        agreed = asked.state == AskState.AGREED
        text = _("%(giver)s says yes: %(what)s") if agreed else _("%(giver)s cannot do this now: %(what)s")
        subject = _("%(giver)s has answered") % names
        lines = [text % names, *([asked.answer] if asked.answer else [])]
    return Draft(
        to=user.email or "", kind="offer-answered", subject=subject, text="\n\n".join(lines),
        space=offer.giver.space_id, reply_to=(by.email or "") if by else "", once=f"offer-answered:{asked.pk}",
    )  # fmt: skip
