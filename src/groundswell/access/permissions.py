"""Every permission, on one screen: `thing:verb`. A view names one; a role is a set of them."""

from enum import StrEnum


class Permission(StrEnum):
    """What somebody may do on a space and on what lies within it."""

    ACCESS_GRANT = "access:grant"  # give and take roles
    ACCESS_SEE_AS = "access:see-as"  # look at pages as another role, read-only, recorded
    ACTIVITY_AUDIT = "activity:audit"  # read the record of who did what
    COLLABORATIVE_CREATE = "collaborative:create"
    COLLABORATIVE_EDIT = "collaborative:edit"  # its page, need, vision, members
    COLLABORATIVE_WORK = "collaborative:work"  # read inside, write notes, do tasks, endorse
    COLLABORATIVE_COUNTY = "collaborative:county"  # edit what belongs to one's own county
    CONVENING_CREATE = "convening:create"
    CONVENING_EDIT = "convening:edit"  # program, sites, questions, cancelling
    CONVENING_HOST = "convening:host"  # run a site on the day: check-in, room, notes
    CONVENING_ROSTER = "convening:roster"  # see who comes, with names and needs
    CONVENING_WRITE = "convening:write"  # write to registrants
    EVIDENCE_READ = "evidence:read"  # report pages with suppressed numbers
    EVIDENCE_WRITE = "evidence:write"  # notes, publishing a report
    FOLLOWUP_PLAN = "followup:plan"  # one's own county's requests and follow-ups
    INSTRUMENT_EDIT = "instrument:edit"
    INSTRUMENT_READ_ANSWERS = "instrument:read-answers"
    OPERATE = "operate"  # jobs, mail, index, disk, versions
    PERSON_EDIT = "person:edit"  # positions, merging duplicates
    PERSON_SEE_CONTACT = "person:see-contact"
    PLACE_EDIT = "place:edit"
    PLACE_IMPORT = "place:import"
    STANDING_OFFER = "offer:write"  # what one county office promises another
