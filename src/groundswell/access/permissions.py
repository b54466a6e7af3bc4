"""Every permission, on one screen: `thing:verb`. A view names one; a role is a set of them."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What somebody may do on a space and on what lies within it."""

    ACCESS_GRANT = "access:grant"  # give and take roles
    ACCESS_SEE_AS = "access:see-as"  # look at pages as another role, read-only, recorded
    ACTIVITY_AUDIT = "activity:audit"  # read the record of who did what
    COLLABORATIVE_CREATE = "collaborative:create"
    COLLABORATIVE_EDIT = "collaborative:edit"  # its page, need, vision, members
    COLLABORATIVE_WORK = "collaborative:work"  # read inside, write notes, do tasks, endorse
    CONVENING_CREATE = "convening:create"
    CONVENING_EDIT = "convening:edit"  # program, sites, questions, cancelling
    CONVENING_HOST = "convening:host"  # run a site on the day: check-in, room, notes
    CONVENING_ROSTER = "convening:roster"  # see who comes, with names and needs
    CONVENING_WRITE = "convening:write"  # write to registrants
    EVIDENCE_READ = "evidence:read"  # report pages with suppressed numbers
    FOLLOWUP_PLAN = "followup:plan"  # one's own county's requests and follow-ups
    INSTRUMENT_EDIT = "instrument:edit"
    INSTRUMENT_READ_ANSWERS = "instrument:read-answers"
    OPERATE = "operate"  # jobs, mail, index, disk, versions
    PERSON_EDIT = "person:edit"  # positions, staff lists
    PERSON_MERGE = "person:merge"  # of two entries of one person make one: it joins accounts too
    PERSON_SEE_CONTACT = "person:see-contact"
    PLACE_EDIT = "place:edit"
    PLACE_IMPORT = "place:import"
    STANDING_OFFER = "offer:write"  # what one county office promises another


# The same as sentences for the page of roles.
WORDS: dict[Permission, str | Promise] = {
    Permission.ACCESS_GRANT: _("give and take roles"),
    Permission.ACCESS_SEE_AS: _("look at pages as another role, without changing anything"),
    Permission.ACTIVITY_AUDIT: _("read who did what, when"),
    Permission.COLLABORATIVE_CREATE: _("start collaboratives"),
    Permission.COLLABORATIVE_EDIT: _("change a collaborative's page, need, vision and members"),
    Permission.COLLABORATIVE_WORK: _("read inside a collaborative, write notes, do tasks, endorse"),
    Permission.CONVENING_CREATE: _("start convenings"),
    Permission.CONVENING_EDIT: _("change a convening's program, sites and questions, postpone or cancel it"),
    Permission.CONVENING_HOST: _("run a site on the day: check-in, room, notes"),
    Permission.CONVENING_ROSTER: _("see who comes, with names and needs"),
    Permission.CONVENING_WRITE: _("write to those who registered"),
    Permission.EVIDENCE_READ: _("read report pages; small numbers are hidden there"),
    Permission.FOLLOWUP_PLAN: _("see the follow-up requests of one's county and plan follow-ups"),
    Permission.INSTRUMENT_EDIT: _("write surveys and other instruments"),
    Permission.INSTRUMENT_READ_ANSWERS: _("read answers"),
    Permission.OPERATE: _("look after jobs, mail, the disk and versions"),
    Permission.PERSON_EDIT: _("correct people's positions and bring in staff lists"),
    Permission.PERSON_MERGE: _("join two entries of one person"),
    Permission.PERSON_SEE_CONTACT: _("see how people can be reached"),
    Permission.PLACE_EDIT: _("correct places"),
    Permission.PLACE_IMPORT: _("import places"),
    Permission.STANDING_OFFER: _("write what one county office offers others"),
}

# Closed while looking as another role: support finds out why a page looks as it does, and reads nothing about persons.
PRIVATE = frozenset(
    {
        Permission.ACCESS_SEE_AS,
        Permission.CONVENING_ROSTER,
        Permission.FOLLOWUP_PLAN,
        Permission.INSTRUMENT_READ_ANSWERS,
        Permission.PERSON_EDIT,
        Permission.PERSON_MERGE,
        Permission.PERSON_SEE_CONTACT,
    }
)

# Whoever gives a role with one of these holds it there too, so that nobody makes an operator who is none.
GUARDED = frozenset({Permission.ACCESS_SEE_AS, Permission.OPERATE})
