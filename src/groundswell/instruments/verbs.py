"""What this app writes into the record."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.verbs import Verb, register

register(
    Verb("instruments.made", _("{actor} made {space}")),
    Verb("instruments.changed", _("{actor} changed {space}")),
    Verb("instruments.published", _("{actor} published a version of {space}")),
    Verb("instruments.closed", _("{actor} closed {space}")),
    Verb("instruments.opened", _("{actor} opened {space}")),
    Verb("instruments.answered", _("Somebody answered {space}")),
    Verb("instruments.withdrawn", _("Somebody took back their answers to {space}")),
    Verb("instruments.exported", _("{actor} exported answers to {space}"), audit=True),
    Verb("instruments.lesson_idea_kept", _("{actor} kept a lesson idea")),
    Verb("instruments.lesson_idea_shared", _("{actor} shared a lesson idea by its link")),
)
