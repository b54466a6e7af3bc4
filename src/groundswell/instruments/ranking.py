"""What a planner proposes: options scored by rules that are data, each with the reasons that the rules give.

A rule compares an answer with a tag of the option (goal "justify" with an activity tagged for it), or the minutes that
somebody has with the minutes that the option takes. A rule that `must` hold leaves the option out when it does not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from groundswell.instruments.conditions import Answers, as_number
from groundswell.instruments.wording import Words


@dataclass(frozen=True, slots=True)
class Step:
    text: Words
    minutes: float = 0


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be proposed. `tags` are what rules look at: {"goals": ("explain", "justify"), …}."""

    code: str
    title: Words
    about: Words = field(default_factory=Words)
    evidence: Words = field(default_factory=Words)
    steps: tuple[Step, ...] = ()
    least_minutes: float = 0
    most_minutes: float = 0
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """`because` may hold {answer}, the words of the answer that fits, and {least} and {most}, the option's minutes."""

    question: str
    tag: str = ""
    minutes: bool = False
    points: float = 1
    must: bool = False
    because: Words = field(default_factory=Words)


@dataclass(frozen=True, slots=True)
class Result:
    title: Words = field(default_factory=Words)
    intro: Words = field(default_factory=Words)
    options: tuple[Option, ...] = ()
    rules: tuple[Rule, ...] = ()

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)

    def all_words(self) -> Iterator[Words]:
        yield self.title
        yield self.intro
        for option in self.options:
            yield option.title
            yield option.about
            yield option.evidence
            yield from (step.text for step in option.steps)
        yield from (rule.because for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An option with its score and why it fits, in one language."""

    option: Option
    score: float
    reasons: tuple[str, ...]


def rank_options(
    result: Result, answers: Answers, labels: Mapping[str, Mapping[str, Words]], language: str
) -> list[Proposal]:
    """Best first; equal scores keep the order of the file. `labels` has the words of each question's choices."""
    proposals = []
    for option in result.options:
        score, reasons, fits = 0.0, [], True
        for rule in result.rules:
            hits = _hits(rule, option, answers.get(rule.question, []))
            if hits is None:
                continue
            if not hits:
                fits = fits and not rule.must
                continue
            score += rule.points * (_fill_of_time(option, hits[0]) if rule.minutes else len(hits))
            if rule.because:
                said = _listed([_label(labels, rule.question, hit).say(language) for hit in hits], language)
                reasons.append(_fill(rule.because.say(language), said, option))
        if fits:
            proposals.append(Proposal(option, score, tuple(reasons)))
    return sorted(proposals, key=lambda proposal: -proposal.score)


def _hits(rule: Rule, option: Option, given: list[str]) -> list[str] | None:
    """The answers that fit; None when there is nothing to compare."""
    if rule.minutes:
        minutes = as_number(given[0]) if given else None
        if minutes is None:
            return None
        return given[:1] if minutes >= option.least_minutes else []
    tags = option.tags.get(rule.tag, ())
    if not given or not tags:
        return None
    return [value for value in given if value in tags]


def _fill_of_time(option: Option, minutes: str) -> float:
    """Half as good when the activity ends long before the time does."""
    return 1 if (as_number(minutes) or 0) <= option.most_minutes else 0.5


def _label(labels: Mapping[str, Mapping[str, Words]], question: str, value: str) -> Words:
    return labels.get(question, {}).get(value, Words(value))


def _listed(words: list[str], language: str) -> str:
    joint = " y " if language.startswith("es") else " and "
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + joint + words[-1]


def _fill(text: str, answer: str, option: Option) -> str:
    filled = text.replace("{answer}", answer)
    return filled.replace("{least}", f"{option.least_minutes:g}").replace("{most}", f"{option.most_minutes:g}")
