"""What this app writes into the record."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.verbs import Verb, register

register(Verb("standards.statements_brought", _("{actor} brought in statements of standards")))
