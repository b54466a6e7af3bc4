"""A user: somebody who can sign in by one of their addresses. Who they are and what they do is in `people`."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from groundswell.core.clock import now
from groundswell.core.rows import Model


class Users(BaseUserManager["User"]):
    """Looks users up by address without regard to case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, **fields: Any) -> "User":
        """Used by the sign-in library and tests; the product calls `accounts.services`."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_unusable_password()
        user.save()
        return user


class User(AbstractBaseUser):
    """Signs in by a code sent to an address, by Google or Microsoft, or with a passkey; there are no passwords.

    The unusable password is a random text; giving another one ends every session. An erased user keeps the row, so that
    what they did stays counted, and loses the address.
    """

    email = models.EmailField(null=True, blank=True)  # noqa: DJ001 - an erased user has none
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=now)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_user_an_address")]

    def __str__(self) -> str:
        return self.email or f"user {self.pk}"


class SentCode(Model):
    """A code sent to an address, to be typed where it was asked for. Only its digest is kept, and for a day."""

    class Purpose(models.TextChoices):
        SIGN_IN = "sign-in", _("signing in")
        ADDRESS = "address", _("adding an address")

    number = models.UUIDField(unique=True, default=uuid.uuid4)
    purpose = models.CharField(max_length=8, choices=Purpose)
    email = models.EmailField()
    digest = models.CharField(max_length=64)
    network = models.CharField(max_length=32, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["email", "made_at"], name="code_email"),
            models.Index(fields=["network", "made_at"], name="code_network"),
            models.Index(fields=["made_at"], name="code_made_at"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.number}"
