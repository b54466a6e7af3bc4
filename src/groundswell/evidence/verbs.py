"""What this app writes into the record."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.verbs import Verb, register

register(
    Verb("evidence.teachers_counted", _("{actor} brought in how many teachers a county has")),
    Verb("evidence.report_opened", _("{actor} took the report of {space}"), audit=True),
)
