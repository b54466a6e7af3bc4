"""What this app writes into the record."""

from django.utils.translation import gettext_lazy as _

from groundswell.activity.verbs import Verb, register

register(
    Verb("convenings.planned", _("{actor} began to plan {space}")),
    Verb("convenings.changed", _("{actor} changed {space}")),
    Verb("convenings.published", _("{actor} published {space}")),
    Verb("convenings.postponed", _("{actor} postponed {space}")),
    Verb("convenings.cancelled", _("{actor} canceled {space}")),
    Verb("convenings.site_added", _("{actor} added the site {space}")),
    Verb("convenings.session_added", _("{actor} added the session {space}")),
    Verb("convenings.registered", _("{actor} registered for {other} at {space}")),
    Verb("convenings.waited", _("{actor} joined the waiting list of {other} at {space}")),
    Verb("convenings.team_registered", _("{actor} registered a team for {other} at {space}")),
    Verb("convenings.confirmed", _("{actor} confirmed a registration for {other} at {space}")),
    Verb("convenings.moved_up", _("somebody on the waiting list got a place at {space}")),
    Verb("convenings.moved", _("{actor} moved to {space}")),
    Verb("convenings.registration_changed", _("{actor} changed a registration for {other} at {space}")),
    Verb("convenings.registration_cancelled", _("{actor} gave back a place at {space}")),
    Verb("convenings.swapped", _("{actor} sent a colleague instead to {space}")),
    Verb("convenings.roster_exported", _("{actor} exported the roster of {space}"), audit=True),
    Verb("convenings.registrants_written", _("{actor} wrote to registrants of {space}"), audit=True),
    Verb("convenings.checked_in", _("{actor} checked somebody in at {space}")),
    Verb("convenings.check_in_undone", _("{actor} took back a check-in at {space}")),
    Verb("convenings.room_changed", _("{actor} moved the room of {space} on")),
    Verb("convenings.question_asked", _("{actor} asked a question at {space}")),
    Verb("convenings.question_answered", _("{actor} answered a question at {space}")),
    Verb("convenings.question_hidden", _("{actor} hid a question at {space}"), audit=True),
    Verb("convenings.note_posted", _("{actor} posted a note at {space}")),
    Verb("convenings.note_hidden", _("{actor} hid a note at {space}"), audit=True),
    Verb("convenings.seated", _("{actor} made groups for {space}")),
    Verb("convenings.introduced", _("two people hope to work together after {space}")),
    Verb("convenings.gift_given", _("{actor} handed over a book or kit at {space}")),
    Verb("convenings.followup_asked", _("{actor} asked for a follow-up after {other}")),
    Verb("convenings.followup_planned", _("{actor} planned a follow-up after {space}")),
    Verb("convenings.followup_done", _("{actor} held a follow-up after {space}")),
    Verb("convenings.certificate_opened", _("{actor} opened a certificate of {space}")),
)
