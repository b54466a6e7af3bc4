"""A report in two minutes: its few numbers, each in one sentence, with how it came about and where it opens."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.evidence.answers import mean, percent
from groundswell.evidence.figures import source
from groundswell.evidence.report import Report
from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.results import QuestionResult

AIMS = "aims"  # the question of a survey that asks about the aims of the day


@dataclass(frozen=True)
class Finding:
    """`number` is large, `words` go on from it, `kind` says how it came about; `measure` is what it opens."""

    number: str
    words: str
    kind: str
    url: str


def findings_of(report: Report) -> list[Finding]:
    """At most six; what is not known, or not to be told, is not among them."""
    made = (_came(report), _saved(report), _met(report), _aim(report), _kept(report), _followed(report))
    return [one for one in made if one is not None]


def _finding(report: Report, measure: str, number: str, words: str, kind: str) -> Finding:
    return Finding(number, words, kind, source(report.convening, measure))


def _came(report: Report) -> Finding:
    words = ngettext("person came", "people came", report.there)
    more = ngettext("from %(n)d county", "from %(n)d counties", report.counties) % {"n": report.counties}
    words = f"{words}, {more}."
    if report.counties > 1:
        words += " " + _("%(county)s brought the most.") % {"county": report.lines[0].name}
    return _finding(report, "attendance", f"{report.there}", words, _("Measured, from check-ins"))


def _saved(report: Report) -> Finding | None:
    found = report.travel
    if found is None:
        return None
    words = _("on the road were saved by meeting at several sites and not all in %(site)s.") % {"site": found.site}
    number = _("%(n)s h") % {"n": number_format(round(found.saved), force_grouping=True)}
    return _finding(report, "travel", number, words, _("Measured, from each school to its site"))


def _met(report: Report) -> Finding:
    pairs = report.connections.pairs
    words = ngettext(
        "pair of people of different counties met for the first time.",
        "pairs of people of different counties met for the first time.",
        pairs,
    )
    return _finding(report, "connections", f"{pairs}", words, _("Measured, from tables, groups and questions"))


def _aim(report: Report) -> Finding | None:
    best = next(iter(best_aims(report)), None)
    if best is None:
        return None
    number = _("%(mean)s of %(most)d") % {"mean": mean(best.total.mean), "most": len(best.choices)}
    words = _("on average for “%(aim)s”, the highest of the aims.") % {"aim": best.label}
    answered = _("Said by %(people)d people (%(rate)s)") % {
        "people": best.total.people, "rate": percent(best.total.people, report.survey.asked if report.survey else None)
    }  # fmt: skip
    return _finding(report, "answers", number, words, answered)


def best_aims(report: Report) -> list[QuestionResult]:
    """The aims of the day with an average, the highest first."""
    asked = report.survey.questions if report.survey is not None else ()
    grids = [one for one in asked if one.question.kind == QuestionKind.GRID and one.question.code == AIMS]
    told = [one for one in grids if one.total.mean is not None]
    return sorted(told, key=lambda one: -(one.total.mean or 0))


def _kept(report: Report) -> Finding | None:
    found = report.kept
    if found.kept is None or not found.made:
        return None
    words = ngettext("of %(made)d commitment is kept", "of %(made)d commitments are kept", found.made) % {
        "made": found.made
    }
    words += "; " + _("of %(n)d nobody has said anything.") % {"n": found.unanswered} if found.unanswered else "."
    return _finding(report, "commitments", f"{found.kept}", words, _("Said by the person or a witness"))


def _followed(report: Report) -> Finding | None:
    if not report.follow_ups:
        return None
    words = ngettext(
        "of %(n)d follow-up that county offices planned has been held.",
        "of %(n)d follow-ups that county offices planned have been held.",
        report.follow_ups,
    ) % {"n": report.follow_ups}
    return _finding(report, "follow-ups", f"{report.follow_ups_done}", words, _("Recorded by county offices"))


def unknown(report: Report) -> list[str]:
    """What the report cannot tell, in sentences: silence and gaps are part of the evidence."""
    found: list[str] = []
    survey = report.survey
    if survey is None:
        found.append(_("Nobody was asked afterwards: this convening has no survey."))
    elif survey.sent is not None and survey.asked and survey.asked > survey.sent:
        silent = survey.asked - survey.sent
        found.append(
            ngettext(
                "%(n)d person who was there did not answer the survey.",
                "%(n)d people who were there did not answer the survey.",
                silent,
            )
            % {"n": silent}
        )
    if report.travel is not None and report.travel.uncounted:
        found.append(
            ngettext(
                "Of %(n)d person it is not known where they came from; the hours of travel leave them out.",
                "Of %(n)d people it is not known where they came from; the hours of travel leave them out.",
                report.travel.uncounted,
            )
            % {"n": report.travel.uncounted}
        )
    if any(line.teachers is None for line in report.lines):
        found.append(_("How many teachers each county has is not here yet, so attendance stands as counts."))
    absent = [line.name for line in report.lines if not line.people]
    if absent:
        found.append(_("Nobody came from: %(counties)s.") % {"counties": ", ".join(absent)})
    if report.kept.unanswered:
        found.append(
            ngettext(
                "Of %(n)d commitment nobody has said what became of it. It counts neither as kept nor as broken.",
                "Of %(n)d commitments nobody has said what became of them. They count neither as kept nor as broken.",
                report.kept.unanswered,
            )
            % {"n": report.kept.unanswered}
        )
    found.append(_("What changed for students is not measured here."))
    return found
