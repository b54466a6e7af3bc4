"""What this app writes into the record."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.verbs import Verb, register

register(
    Verb("collaboratives.formed", _("{actor} formed {space}")),
    Verb("collaboratives.changed", _("{actor} changed {space}")),
    Verb("collaboratives.joined", _("{other} joined {space}")),
    Verb("collaboratives.left", _("{other} left {space}")),
    Verb("collaboratives.member_added", _("{actor} added {other} to {space}")),
    Verb("collaboratives.member_left", _("{other} is no longer a member of {space}")),
    Verb("collaboratives.need_raised", _("{actor} raised a need in {space}")),
    Verb("collaboratives.need_changed", _("{actor} changed a need in {space}")),
    Verb("collaboratives.evidence_added", _("{actor} added evidence to a need in {space}")),
    Verb("collaboratives.evidence_removed", _("{actor} took evidence away from a need in {space}")),
    Verb("collaboratives.vision_drafted", _("{actor} wrote a version of the vision of {space}")),
    Verb("collaboratives.vision_adopted", _("{space} adopted a version of its vision")),
    Verb("collaboratives.vision_endorsed", _("{actor} endorsed the vision of {space}")),
    Verb("collaboratives.task_added", _("{actor} added a task in {space}")),
    Verb("collaboratives.task_changed", _("{actor} changed a task in {space}")),
    Verb("collaboratives.task_offered", _("{actor} offered a task in {space}")),
    Verb("collaboratives.task_taken", _("{actor} took over a task in {space}")),
    Verb("collaboratives.task_done", _("{actor} finished a task in {space}")),
    Verb("collaboratives.tasks_released", _("tasks of somebody who left {space} wait for an owner")),
    Verb("collaboratives.tasks_given", _("{actor} gave tasks that had no owner to a member of {space}")),
    Verb("collaboratives.offer_made", _("{space} promised support to {other}")),
    Verb("collaboratives.offer_ended", _("{space} ended its support to {other}")),
    Verb("collaboratives.offer_asked", _("{other} asked {space} for what it offers")),
    Verb("collaboratives.offer_answered", _("{space} answered {other}, which asked for what it offers")),
)
