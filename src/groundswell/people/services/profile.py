"""What somebody says of themselves, and whom they let see it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.accounts.services.users import set_language
from groundswell.activity.services.record import record
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.people.choices import Audience, Group
from groundswell.people.models import Person
from groundswell.people.wording import search_text, sort_text
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space


class PersonGone(Refused):
    """Somebody who was merged into another or has left cannot be changed."""


def provide_own_person(*, by: User) -> Person:
    """The person that a signed-in user is, made bare when nothing is known of them yet. With user and space."""
    rows = Person.objects.select_related("user", "space")
    with transaction.atomic():
        # Locked, so that two pages opened at once make one person.
        User.objects.select_for_update().get(pk=by.pk)
        person = rows.filter(user_id=by.pk).first()
        if person is None:
            space = make_space(kind=Kind.PERSON)
            person = Person(space=space, user=by, language=by.language, made_at=now())
            person.full_clean()
            person.save()
            record(verb="people.person_made", by=by, space=space.pk)
            vars(by).pop("_person_id", None)
    return person


def save_profile(
    *,
    by: User | None,
    person: Person,
    given_name: str,
    family_name: str,
    display_name: str = "",
    pronouns: str = "",
    language: str = "en",
) -> Person:
    """How somebody is called and in which language they read. The person's user must be selected along."""
    if not person.is_known:
        raise PersonGone(_("This person cannot be changed any more."))
    with transaction.atomic():
        person.given_name, person.family_name = " ".join(given_name.split()), " ".join(family_name.split())
        person.display_name, person.pronouns = " ".join(display_name.split()), " ".join(pronouns.split())
        person.language = language
        person.sort_name = sort_text(person.given_name, person.family_name, person.display_name)
        person.search = search_text(person.given_name, person.family_name, person.display_name)
        person.full_clean()
        person.save()
        if person.user is not None and person.user.language != language:
            set_language(user=person.user, language=language)
        record(verb="people.profile_changed", by=by, space=person.space_id)
    return person


def set_sharing(*, by: User | None, person: Person, levels: Mapping[Group, Audience]) -> Person:
    """Who sees what. Nobody sees more than those who see the name, so every other level is held to the name's."""
    if not person.is_known:
        raise PersonGone(_("This person cannot be changed any more."))
    with transaction.atomic():
        for group, audience in levels.items():
            setattr(person, f"shows_{group}", audience)
        for group in Group:
            setattr(person, f"shows_{group}", min(getattr(person, f"shows_{group}"), person.shows_name))
        person.full_clean()
        person.save(update_fields=[f"shows_{group}" for group in Group])
        facts = {str(group): int(getattr(person, f"shows_{group}")) for group in Group}
        record(verb="people.sharing_changed", by=by, space=person.space_id, facts=facts)
    return person
