"""Who has no address, or one that letters do not reach, gives one: to the host, or on their own page. Then letters reach them."""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.accounts.services.many_users import plain_address
from groundswell.accounts.services.users import find_user
from groundswell.activity.services.letters import Draft, write_letter
from groundswell.activity.services.record import record
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Attendance, Registration
from groundswell.convenings.selectors.arrivals import unreached
from groundswell.convenings.selectors.day import attendance_today
from groundswell.convenings.services.letters import write_about
from groundswell.convenings.services.registering import TOLD
from groundswell.convenings.services.registration import hand_on, write_link_again
from groundswell.convenings.services.roster import publish_roster, tell_lists
from groundswell.convenings.services.seats import give_back_seat, hold_sites
from groundswell.convenings.wording import in_language
from groundswell.core.clock import now
from groundswell.core.references import Reference, move_rows
from groundswell.people.services.addresses import AddressInUse, HasAddress, take_address_back
from groundswell.people.services.addresses import give_address as give_person

SALT = "groundswell.convenings.address"
HELD = 30 * 24 * 3600  # seconds for which the link in the letter is good
# What was done with a registration goes along to the one that counts.
OF_A_REGISTRATION = tuple(
    Reference(f"convenings.{label}.registration")
    for label in ("Attendance", "GiftGiven", "GroupSeat", "FollowUpRequest")
)


def ask_whether_theirs(*, registration: Registration, email: str) -> None:
    """Write to an address that somebody typed on their own page: it becomes theirs when the link in the letter is opened.

    The page says the same whether the address is known or not.
    """
    address = plain_address(email)
    if registration.person.user_id is not None and not unreached(_only(registration)):
        raise HasAddress(_("An address is known already; letters go there."))
    token = signing.dumps({"registration": registration.pk, "email": address}, salt=SALT)
    with transaction.atomic():  # in the language of the page that they read
        title = in_language(registration.convening, "title", get_language() or "en")
        facts = {
            "name": registration.person.name, "title": title,
            "link": settings.SITE_URL + reverse("convenings:claim-address", args=[token]),
        }  # fmt: skip
        write_letter(
            Draft(
                to=address, kind="address", subject=_("Is this your address? %(title)s") % {"title": title},
                text=render_to_string("convenings/mail/address.txt", facts), space=registration.convening.space_id,
            )
        )  # fmt: skip


def read_claim(token: str) -> tuple[int, str]:
    """The registration and the address of a link in such a letter. Raises signing.BadSignature."""
    said = signing.loads(token, salt=SALT, max_age=HELD)
    return int(said["registration"]), str(said["email"])


def give_address(*, by: User | None, registration: Registration, email: str) -> Registration:
    """The address is theirs, and the link goes there. Who had registered with it before keeps that registration.

    Returns the one that counts from now on. Raises NotAnAddress and HasAddress.
    """
    with transaction.atomic():
        hold_sites(registration.site_id)
        row = _locked(registration.pk)
        owner = find_user(plain_address(email))
        rows = Registration.objects.filter(convening=row.convening_id, person__user=owner).exclude(pk=row.pk)
        earlier = rows.values_list("pk", flat=True).first() if owner is not None else None
        if earlier is not None and row.person.user_id is None:
            _join(row, _locked(earlier))
        give_person(by=by, person=row.person, email=email)
        Registration.objects.filter(pk=earlier or row.pk).update(asked_at=None, reminded_at=None)
        counts = _locked(earlier or row.pk)
        record(
            verb="convenings.address_given", by=by, space=counts.site.space_id, other=counts.convening.space_id,
            facts={"registration": counts.pk},
        )  # fmt: skip
        write_about([counts], "reached")
        here = attendance_today(counts)
        if here is not None:
            publish_roster(here.site, counts)
        tell_lists([row, counts] if earlier is not None else [counts])
    return counts


def correct_address(*, by: User | None, registration: Registration, email: str) -> Registration:
    """Letters to the address that they gave fail: it was written wrongly, and this is the right one.

    The same address again is written to once more. Returns the registration that counts from now on. Raises NotAnAddress,
    HasAddress where letters arrive, and AddressInUse where the address opens more than this registration.
    """
    with transaction.atomic():
        row = _locked(registration.pk)
        user = row.person.user
        if user is not None and not unreached(_only(row)):
            raise HasAddress(_("An address is known already; letters go there."))
        if user is not None and user.email == plain_address(email):
            write_link_again(registration=row)
            return row
        if Registration.objects.filter(person=row.person).exclude(pk=row.pk).exists():
            raise AddressInUse(
                _("%(name)s has registered for other convenings with this address: only they can change it.")
                % {"name": row.person.name}
            )
        take_address_back(by=by, person=row.person)
        return give_address(by=by, registration=row, email=email)


def _only(registration: Registration) -> QuerySet[Registration]:
    return Registration.objects.filter(pk=registration.pk)


def _join(row: Registration, earlier: Registration) -> None:
    """Both are one person's: what was done with the later one is the earlier one's, which keeps its seat or takes that one."""
    for reference in OF_A_REGISTRATION:
        move_rows(reference, row.pk, earlier.pk)
    Attendance.objects.filter(registration=row).delete()  # of a day on which the earlier one was there too
    frees = None
    if earlier.state == RegistrationState.REGISTERED:
        frees = row.site_id if row.state == RegistrationState.REGISTERED else None
    elif row.state == RegistrationState.REGISTERED or earlier.state != RegistrationState.WAITING:
        # Whoever waits with both waits on in the earlier place in line.
        earlier.site, earlier.state, earlier.waiting_number = row.site, row.state, row.waiting_number
        earlier.cancelled_at = None
    row.state, row.waiting_number, row.cancelled_at = RegistrationState.CANCELLED, None, now()
    row.save()
    earlier.save()
    if frees is not None:
        give_back_seat(frees)
        hand_on(frees)


def _locked(pk: int) -> Registration:
    return Registration.objects.select_related(*TOLD, "place").select_for_update(of=("self",)).get(pk=pk)
