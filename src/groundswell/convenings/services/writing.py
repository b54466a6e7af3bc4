"""Writing to registrants: by site, role and state; who wrote what to whom is on record."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.models import Letter
from groundswell.activity.services.letters import Draft, list_header, write_letters
from groundswell.activity.services.record import record
from groundswell.convenings.models import Convening, Mailing, Registration, Site
from groundswell.convenings.selectors.mailings import Recipients, missing_of, recipients
from groundswell.convenings.services.letters import manage_link
from groundswell.convenings.wording import in_language
from groundswell.core.clock import now
from groundswell.core.errors import Refused

EVERYBODY = Recipients()


def write_to_registrants(
    *, by: User | None, convening: Convening, subject: str, text: str, subject_es: str = "", text_es: str = "",
    choice: Recipients = EVERYBODY, site: Site | None = None,
) -> Mailing:  # fmt: skip
    """One letter each, answered to the writer, with what stands around it in the reader's language.

    Such a letter belongs to the registration, so it cannot be stopped as notices can; its foot leads to where the place is
    given back.

    Those who registered in Spanish get the Spanish text where there is one. With a `site` its host writes, and nobody of
    another site is written to, whatever was chosen.
    """
    if site is not None:
        choice = Recipients([site.number], choice.roles, choice.states)
    with transaction.atomic():
        mailing = Mailing(
            convening=convening, site=site, by=by, subject=subject, subject_es=subject_es, text=text, text_es=text_es,
            sites=sorted(choice.sites), roles=list(choice.roles), states=list(choice.states), made_at=now(),
        )  # fmt: skip
        mailing.full_clean()
        mailing.save()
        rows = recipients(convening, choice).select_related("person__user").order_by("pk")
        drafts = [_letter(mailing, row, row.person.user) for row in rows if row.person.user is not None]
        mailing.letters = len(drafts)
        mailing.save(update_fields=["letters"])
        write_letters(drafts)
        record(
            verb="convenings.registrants_written", by=by, space=site.space_id if site else convening.space_id,
            facts={"letters": len(drafts), "states": list(choice.states), "mailing": mailing.pk},
        )  # fmt: skip
    return mailing


def write_again(*, by: User | None, mailing: Mailing) -> int:
    """Send it to those of its choice whom it did not reach, at the address they have now, and to those who came into the
    choice later. Return how many.
    """
    with transaction.atomic():
        row = (
            Mailing.objects.select_for_update(of=("self",)).select_related("convening", "site", "by").get(pk=mailing.pk)
        )
        missing = missing_of(row)
        if not missing.count:
            raise Refused(_("Everybody in this choice has the letter."))
        old = Letter.objects.filter(space=row.convening.space_id, kind=row.kind, state=Letter.State.FAILED)
        old.filter(user__in=[one.person.user_id for one in missing.failed]).delete()
        people = [*missing.failed, *missing.later]
        write_letters([_letter(row, one, one.person.user) for one in people if one.person.user is not None])
        row.letters += len(missing.later)
        row.save(update_fields=["letters"])
        record(
            verb="convenings.registrants_written", by=by, space=row.site.space_id if row.site else row.convening.space_id,
            facts={"letters": missing.count, "states": row.states, "mailing": row.pk},
        )  # fmt: skip
    return missing.count


def _letter(mailing: Mailing, row: Registration, user: User) -> Draft:
    convening = mailing.convening
    with translation.override(row.language):
        head, body = in_language(mailing, "subject", row.language), in_language(mailing, "text", row.language)
        around = _("Your registration for “%(title)s”:") % {"title": in_language(convening, "title", row.language)}
        return Draft(
            to=user.email or "", kind=mailing.kind, subject=head, user=user, space=convening.space_id,
            reply_to=(mailing.by.email or "") if mailing.by else "", headers=list_header(convening.key),
            text=f"{body.strip()}\n\n{around}\n{manage_link(row)}\n",
        )  # fmt: skip
