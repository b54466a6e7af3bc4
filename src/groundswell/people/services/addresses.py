"""Somebody who is known without an address, or with a wrong one, gives the right one."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.access.models import Grant
from groundswell.accounts.models import User
from groundswell.accounts.services.many_users import plain_address, provide_users
from groundswell.accounts.services.users import erase_user
from groundswell.activity.services.record import record
from groundswell.core.errors import Refused
from groundswell.people.models import Person
from groundswell.people.services.merging import merge_people


class HasAddress(Refused):
    """Letters go to an address already."""


class AddressInUse(Refused):
    """The address is more than a word on a list: only its owner may change it."""


def take_address_back(*, by: User | None, person: Person) -> None:
    """The address was wrong: it is nobody's any more, and the person is known without one.

    Raises AddressInUse for somebody who has signed in, confirmed an address or holds a role: whoever gives another address
    would get into what is theirs. The caller knows that letters fail there.
    """
    with transaction.atomic():
        row = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
        user = row.user
        if user is None:
            return
        confirmed = EmailAddress.objects.filter(user=user, verified=True).exists()
        if user.last_login is not None or confirmed or Grant.objects.filter(user=user).exists():
            raise AddressInUse(
                _("%(name)s signs in with this address: only they can change it, on their profile.")
                % {"name": row.name}
            )
        row.user = None
        row.save(update_fields=["user"])
        erase_user(user=user)
        record(verb="people.address_taken_back", by=by, space=row.space_id)


def give_address(*, by: User | None, person: Person, email: str) -> Person:
    """The address becomes theirs; where it is somebody's already, the two are one person (which can be undone).

    Returns who they are from now on. Raises NotAnAddress and HasAddress. Whoever calls this knows that the address is
    theirs: they said so at the door, or opened the link in a letter to it.
    """
    address = plain_address(email)
    with transaction.atomic():
        row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if row.user_id is not None or not row.is_known:
            raise HasAddress(_("An address is known already; letters go there."))
        user = provide_users(languages={address: person.language})[0][address]
        owner = Person.objects.filter(user=user).first()
        if owner is not None:
            merge_people(by=by, keep=owner, merge=row)
            return owner
        row.user = user
        row.save(update_fields=["user"])
        record(verb="people.address_given", by=by, space=row.space_id)
    return row
