"""Convenings: `plan` is what they are and who comes, `letters` what organizers wrote to them, `seating` who sits with whom,
`day` the day, `after` what follows.
"""

from groundswell.convenings.models.after import FollowUp, FollowUpRequest, Gift, GiftGiven, Introduction
from groundswell.convenings.models.day import (
    Attendance,
    EventCode,
    Question,
    QuestionVote,
    Room,
    SiteLine,
    WallNote,
)
from groundswell.convenings.models.letters import Mailing
from groundswell.convenings.models.plan import (
    Aim,
    Convening,
    Material,
    Registration,
    Session,
    SessionPerson,
    Site,
    Team,
)
from groundswell.convenings.models.seating import Group, GroupSeat, Seating

__all__ = [
    "Aim",
    "Attendance",
    "Convening",
    "EventCode",
    "FollowUp",
    "FollowUpRequest",
    "Gift",
    "GiftGiven",
    "Group",
    "GroupSeat",
    "Introduction",
    "Mailing",
    "Material",
    "Question",
    "QuestionVote",
    "Registration",
    "Room",
    "Seating",
    "Session",
    "SessionPerson",
    "Site",
    "SiteLine",
    "Team",
    "WallNote",
]
