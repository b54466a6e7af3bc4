"""What this app writes into the record."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.verbs import Verb, register

register(
    Verb("access.role_given", _("{actor} gave a role on {space}"), audit=True),
    Verb("access.role_taken", _("{actor} took a role on {space}"), audit=True),
    Verb("access.saw_as", _("{actor} looked at pages as another role"), audit=True),
)
