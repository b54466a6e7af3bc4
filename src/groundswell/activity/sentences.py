"""Lines of the record as sentences, for many at once: the names are looked up in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.accounts.naming import user_names
from groundswell.activity.models import Activity
from groundswell.activity.verbs import verb_of
from groundswell.core.clock import PACIFIC
from groundswell.spaces.naming import Name, names_of


@dataclass(frozen=True, slots=True)
class Sentence:
    """`html` has links to public pages; `text` is the same without marks."""

    number: int
    at: datetime
    html: SafeString
    text: str
    seen_as: str = ""

    @property
    def when(self) -> str:
        """The day and, after a place to break the line, the time in California."""
        local = self.at.astimezone(PACIFIC)
        clock = date_format(local, "TIME_FORMAT").replace(" ", "\N{NO-BREAK SPACE}")
        return f"{date_format(local, 'DATE_FORMAT')} {clock}"


class _Parts(dict[str, Any]):
    """What a sentence names and a line lacks is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def sentences_of(lines: Sequence[Activity], *, addresses: bool = False) -> list[Sentence]:
    """One sentence a line, in the language of the page. A bounded number of queries, however many lines.

    `addresses` is for auditors: who has no name is called by their address, else nobody's address is shown.
    """
    names = names_of([pk for line in lines for pk in (line.space_id, line.other_id)])
    about = {pk for line in lines for pk in (line.actor_id, _told(line)) if pk is not None}
    people = user_names(about)
    if addresses and about - people.keys():
        known = User.objects.filter(pk__in=about - people.keys()).exclude(email=None).values_list("pk", "email")
        people |= {pk: email or "" for pk, email in known}
    return [_sentence(line, names, people) for line in lines]


def _sentence(line: Activity, names: dict[int, Name], people: dict[int, str]) -> Sentence:
    verb = verb_of(line.verb)
    facts = {key: escape(value) for key, value in line.facts.items() if isinstance(value, str | int | float)}
    if verb.words is not None:
        facts |= {key: escape(value) for key, value in verb.words(line.facts).items()}
    parts = _Parts(
        facts,
        actor=_actor(line, people),
        user=_somebody(_told(line), people),
        space=_linked(line.space_id, names),
        other=_linked(line.other_id, names),
    )
    # The sentence is ours and every part is escaped.
    html = mark_safe(str(verb.sentence).format_map(parts))
    return Sentence(line.pk, line.at, html, _plain(html), line.seen_as)


def _told(line: Activity) -> int | None:
    """The fact `user` is the id of whom it was done to."""
    user = line.facts.get("user")
    return user if isinstance(user, int) else None


def _actor(line: Activity, people: dict[int, str]) -> str:
    return escape(settings.SITE_NAME) if line.actor_id is None else _somebody(line.actor_id, people)


def _somebody(user: int | None, people: dict[int, str]) -> str:
    return format_html("<b>{}</b>", people.get(user or 0) or _("Somebody"))


def _linked(space: int | None, names: dict[int, Name]) -> str:
    name = names.get(space) if space is not None else None
    if name is None:
        return escape(_("something that is no longer there"))
    return format_html('<a href="{}">{}</a>', name.url, name.text) if name.url else escape(name.text)


def _plain(html: str) -> str:
    text = strip_tags(html)
    for mark, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(mark, letter)
    return text
