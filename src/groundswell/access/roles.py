"""Roles: sets of permissions with a description that a coordinator understands. Held on a space, for a time."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundswell.access.permissions import Permission as P
from groundswell.spaces.choices import Kind


@dataclass(frozen=True)
class Role:
    """`on` are the kinds of spaces it may be held on; it reaches all that is part of that space."""

    code: str
    name: str | Promise
    description: str | Promise
    on: frozenset[Kind]
    permissions: frozenset[P]


READ_WORK = frozenset({P.COLLABORATIVE_WORK, P.EVIDENCE_READ})
LEAD = READ_WORK | {
    P.COLLABORATIVE_EDIT, P.CONVENING_CREATE, P.CONVENING_EDIT, P.CONVENING_HOST,
    P.CONVENING_ROSTER, P.CONVENING_WRITE, P.INSTRUMENT_EDIT, P.INSTRUMENT_READ_ANSWERS, P.ACCESS_GRANT,
    P.ACTIVITY_AUDIT, P.PERSON_SEE_CONTACT,
}  # fmt: skip

ROLES: tuple[Role, ...] = (
    Role(
        "operator",
        _("Operator"),
        _("Runs this Groundswell: jobs, mail, imports, versions. Sees no answers, clips or private notes."),
        frozenset({Kind.PLATFORM}),
        frozenset(
            {
                P.OPERATE,
                P.PLACE_EDIT,
                P.PLACE_IMPORT,
                P.PERSON_EDIT,
                P.PERSON_MERGE,
                P.ACCESS_GRANT,
                P.ACCESS_SEE_AS,
                P.ACTIVITY_AUDIT,
            }
        ),
    ),
    Role(
        "state-lead",
        _("State lead"),
        _("Looks after the partnership: starts collaboratives and reads all evidence."),
        frozenset({Kind.PLATFORM}),
        frozenset({P.COLLABORATIVE_CREATE, P.EVIDENCE_READ, P.PLACE_EDIT, P.ACCESS_GRANT}),
    ),
    Role(
        "auditor",
        _("Auditor"),
        _("Reads who did what, when. Changes nothing."),
        frozenset({Kind.PLATFORM, Kind.COLLABORATIVE}),
        frozenset({P.ACTIVITY_AUDIT}),
    ),
    Role(
        "lead",
        _("Collaborative lead"),
        _("Leads a collaborative: its vision, members, convenings and evidence."),
        frozenset({Kind.COLLABORATIVE}),
        LEAD,
    ),
    Role(
        "representative",
        _("County representative"),
        _("Speaks for one county in a collaborative: reads inside, endorses, does tasks."),
        frozenset({Kind.COLLABORATIVE}),
        READ_WORK,
    ),
    Role(
        "member",
        _("Member"),
        _("Works in a collaborative: reads inside, endorses, does tasks."),
        frozenset({Kind.COLLABORATIVE}),
        READ_WORK,
    ),
    Role(
        "evaluator",
        _("Evaluator"),
        _("Reads evidence and answers without names; never opens clips."),
        frozenset({Kind.COLLABORATIVE, Kind.PLATFORM}),
        frozenset({P.EVIDENCE_READ}),
    ),
    Role(
        "organizer",
        _("Organizer"),
        _("Plans one convening: its program, sites, questions and letters."),
        frozenset({Kind.CONVENING}),
        frozenset(
            {
                P.CONVENING_EDIT,
                P.CONVENING_HOST,
                P.CONVENING_ROSTER,
                P.CONVENING_WRITE,
                P.EVIDENCE_READ,
                P.INSTRUMENT_EDIT,
            }
        ),
    ),
    Role(
        "site-host",
        _("Site host"),
        _("Hosts one site of a convening: its roster, letters to those who come there, check-in, room and notes."),
        frozenset({Kind.SITE}),
        frozenset({P.CONVENING_HOST, P.CONVENING_ROSTER, P.CONVENING_WRITE}),
    ),
    Role(
        "county-coordinator",
        _("County coordinator"),
        _(
            "Acts for a county office: its teachers' follow-up requests, its standing offers, its places and staff lists."
        ),
        frozenset({Kind.PLACE}),
        frozenset({P.FOLLOWUP_PLAN, P.STANDING_OFFER, P.PERSON_EDIT, P.PERSON_SEE_CONTACT, P.PLACE_EDIT}),
    ),
    Role(
        "superintendent",
        _("Superintendent"),
        _("Sees what a county or district takes part in, in numbers; no answers of single people."),
        frozenset({Kind.PLACE}),
        frozenset({P.EVIDENCE_READ}),
    ),
)

_by_code = {role.code: role for role in ROLES}


def role_of(code: str) -> Role:
    """The role with this code; raises KeyError."""
    return _by_code[code]


def roles_with(permission: P) -> list[str]:
    """The codes of the roles that hold a permission."""
    return [role.code for role in ROLES if permission in role.permissions]


def name_of_role(code: str) -> str:
    """The role's name in the language of the page; the code itself for one that is no more."""
    role = _by_code.get(code)
    return str(role.name) if role else code


def roles_for(kind: str) -> list[Role]:
    """The roles that can be held on this kind of space."""
    return [role for role in ROLES if kind in role.on]
