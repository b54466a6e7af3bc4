"""What this app writes into the record."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.verbs import Verb, register

register(
    Verb("spread.committed", _("{actor} made a commitment at {other}")),
    Verb("spread.said", _("{actor} said what became of a commitment")),
)
