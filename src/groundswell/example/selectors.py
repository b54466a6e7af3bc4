"""Who of the example can be signed in with one click: one person for each role."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from groundswell.access.models import Grant
from groundswell.access.roles import role_of
from groundswell.accounts.models import User
from groundswell.convenings.models import Registration

ROLES = (
    "lead", "representative", "site-host", "county-coordinator", "superintendent", "evaluator", "state-lead", "operator",
)  # fmt: skip


@dataclass(frozen=True)
class SignIn:
    """A person of the example, in words, and the address that signs in as them."""

    words: str
    address: str
    user: User


def who_can_sign_in() -> list[SignIn]:
    """One person a role, and one teacher who was at the symposium."""
    found: list[SignIn] = []
    for role in ROLES:
        grant = _grant_to_show(role, [one.user.pk for one in found])
        if grant is not None:
            words = f"{role_of(role).name}: {grant.user.person.name}"
            found.append(SignIn(words, reverse("example:sign-in", args=[role]), grant.user))
    row = (
        Registration.objects.filter(role="teacher", attendances__isnull=False)
        .select_related("person__user")
        .order_by("pk")
        .first()
    )
    if row is not None and row.person.user is not None:
        teacher = _("Teacher")
        found.append(
            SignIn(f"{teacher}: {row.person.name}", reverse("example:sign-in", args=["teacher"]), row.person.user)
        )
    return found


def _grant_to_show(role: str, shown: list[int]) -> Grant | None:
    """On the space that was made first, which is where the example was lived through; somebody new where there is one."""
    rows = Grant.objects.filter(role=role, user__email__endswith="@example.org").select_related("user__person")
    rows = rows.order_by("space_id", "pk")
    return rows.exclude(user__in=shown).first() or rows.first()
