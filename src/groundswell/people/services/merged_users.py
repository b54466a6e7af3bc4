"""Of two users of one person, one stays: it takes over addresses, ways in, roles and notices of the other."""

from typing import Any

from allauth.account.models import EmailAddress

from groundswell.accounts.models import User
from groundswell.accounts.services.users import end_sessions
from groundswell.core.references import Reference, move_rows, move_rows_back
from groundswell.people.models import Person

MOVED = tuple(
    Reference(label)
    for label in (
        "access.Grant.user",
        "account.EmailAddress.user",
        "activity.Notice.user",
        "people.Listed.user",
        "socialaccount.SocialAccount.user",
    )
)


def join_users(keep: Person, merge: Person) -> dict[str, Any]:
    """Return a note from which `part_users` undoes it. Both people's users must be selected along."""
    other = merge.user
    if other is None:
        return {}
    if keep.user is None:
        merge.user, keep.user = None, other
        merge.save(update_fields=["user"])
        keep.save(update_fields=["user"])
        return {"given": other.pk}
    main = list(EmailAddress.objects.filter(user=other, primary=True).values_list("pk", flat=True))
    EmailAddress.objects.filter(pk__in=main).update(primary=False)
    note: dict[str, Any] = {"email": other.email, "active": other.is_active, "primary": main, "moved": {}}
    for reference in MOVED:
        note["moved"][reference.label] = move_rows(reference, other.pk, keep.user.pk)[0]
    other.email, other.is_active = None, False
    other.save(update_fields=["email", "is_active"])
    end_sessions(user=other)
    if note["email"] and not EmailAddress.objects.filter(user=keep.user, email__iexact=note["email"]).exists():
        address = EmailAddress(user=keep.user, email=note["email"].lower(), verified=True, primary=False)
        address.full_clean()
        address.save()
        note["made"] = address.pk
    vars(keep.user).pop("_grants_now", None)
    return note


def part_users(keep: Person, merge: Person, note: dict[str, Any]) -> None:
    """Each has their own user again."""
    if not note:
        return
    if "given" in note:
        user = User.objects.get(pk=note["given"])
        keep.user = None
        keep.save(update_fields=["user"])
        merge.user = user
        merge.save(update_fields=["user"])
        return
    assert keep.user is not None
    assert merge.user is not None
    EmailAddress.objects.filter(pk=note.get("made"), user=keep.user, primary=False).delete()
    for label, keys in note["moved"].items():
        move_rows_back(Reference(label), keys, keep.user.pk, merge.user.pk)
    EmailAddress.objects.filter(pk__in=note["primary"], user=merge.user).update(primary=True)
    merge.user.email, merge.user.is_active = note["email"], note["active"]
    merge.user.full_clean(exclude=["password"])
    merge.user.save(update_fields=["email", "is_active"])
