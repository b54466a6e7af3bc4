"""Reading what people agreed to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, QuerySet

from groundswell.people.models import Consent, ConsentText, Person
from groundswell.people.registry.consents import ConsentKind, consent_kinds


@dataclass(frozen=True, slots=True)
class Agreement:
    """One kind as its person sees it: the text of today, what they agreed to, and what was before."""

    kind: ConsentKind
    version: int
    text: str
    given: Consent | None
    agreed_text: str  # what they agreed to, where that is an earlier version
    earlier: list[Consent] = field(default_factory=list)

    @property
    def is_outdated(self) -> bool:
        """They agreed to an earlier version; that still holds, for what it says."""
        return self.given is not None and self.given.version < self.version


def latest_version(kind: str) -> int:
    """0 when no text was published yet."""
    return ConsentText.objects.filter(kind=kind).aggregate(found=Max("version"))["found"] or 0


def agreements_of(person: Person, language: str) -> list[Agreement]:
    """Every kind that has a text, for the page of agreements."""
    texts: dict[tuple[str, int, str], str] = {}
    latest: dict[str, int] = {}
    for row in ConsentText.objects.all():
        texts[row.kind, row.version, row.language] = row.text
        latest[row.kind] = max(latest.get(row.kind, 0), row.version)
    stated = list(Consent.objects.filter(person=person).order_by("-given_at", "-pk"))
    found = []
    for kind in consent_kinds():
        if kind.code not in latest:
            continue
        version = latest[kind.code]
        own = [consent for consent in stated if consent.kind == kind.code]
        given = next((consent for consent in own if consent.withdrawn_at is None), None)
        text = texts.get((kind.code, version, language)) or texts.get((kind.code, version, "en"), "")
        agreed = texts.get((kind.code, given.version, given.language), "") if given and given.version < version else ""
        found.append(
            Agreement(
                kind, version, text, given, agreed, [consent for consent in own if consent.withdrawn_at is not None]
            )
        )
    return found


def people_consenting(kind: str) -> QuerySet[Any, Any]:
    """A query of ids of persons whose agreement holds, to be part of a larger one."""
    return Consent.objects.filter(kind=kind, withdrawn_at=None).values("person_id")


def consenting(kind: str, person_ids: Iterable[int]) -> set[int]:
    """Those of these people whose agreement holds."""
    rows = Consent.objects.filter(kind=kind, withdrawn_at=None, person_id__in=list(person_ids))
    return set(rows.values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest version of a text, by language, and how many agreements to it and to earlier ones hold."""

    version: int
    words: dict[str, str]
    agreed: int


def latest_texts() -> dict[str, Standing]:
    """Kind → its latest text."""
    versions: dict[str, int] = {}
    words: dict[str, dict[str, str]] = {}
    for row in ConsentText.objects.order_by("version"):
        if row.version > versions.get(row.kind, 0):
            versions[row.kind], words[row.kind] = row.version, {}
        words[row.kind][row.language] = row.text
    counted = Consent.objects.filter(withdrawn_at=None).values("kind").annotate(people=Count("pk"))
    agreed = {row["kind"]: row["people"] for row in counted}
    return {kind: Standing(version, words[kind], agreed.get(kind, 0)) for kind, version in versions.items()}
