"""Convenings: `plan` is what they are and who comes, `day` what happens there, `after` what follows."""

from groundswell.convenings.models.after import FollowUp, FollowUpRequest, Gift, GiftGiven
from groundswell.convenings.models.day import (
    Attendance,
    EventCode,
    Group,
    GroupSeat,
    Question,
    QuestionVote,
    Room,
    SiteLine,
    WallNote,
)
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
    "Material",
    "Question",
    "QuestionVote",
    "Registration",
    "Room",
    "Session",
    "SessionPerson",
    "Site",
    "SiteLine",
    "Team",
    "WallNote",
]
