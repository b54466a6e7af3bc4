"""Quiet hours, in California's time of day."""

from datetime import datetime, timedelta

from groundswell.activity.models import MailChoice
from groundswell.core.clock import PACIFIC


def is_quiet(hour: int, choice: MailChoice) -> bool:
    """Whether this hour of the day is one of the user's quiet ones; the same hour twice means none."""
    if not choice.quiet or choice.quiet_from == choice.quiet_to:
        return False
    if choice.quiet_from < choice.quiet_to:
        return choice.quiet_from <= hour < choice.quiet_to
    return hour >= choice.quiet_from or hour < choice.quiet_to


def after_quiet(moment: datetime, choice: MailChoice) -> datetime:
    """The moment itself, or when the quiet hours that it falls into end."""
    local = moment.astimezone(PACIFIC)
    if not is_quiet(local.hour, choice):
        return moment
    end = local.replace(hour=choice.quiet_to, minute=0, second=0, microsecond=0)
    return end if end > local else (end + timedelta(days=1)).replace(hour=choice.quiet_to)
