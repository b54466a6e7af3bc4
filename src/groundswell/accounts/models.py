"""A user: somebody who can sign in by one of their addresses. Who they are and what they do is in `people`."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from groundswell.core.clock import now


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

    An erased user keeps the row, so that what they did stays counted, and loses the address.
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
