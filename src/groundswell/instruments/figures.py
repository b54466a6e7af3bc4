"""Results as figures: a sentence first, then bars, then the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.pairs import Pair
from groundswell.instruments.results import OTHERS, Group, QuestionResult
from groundswell.ui.charts import Bar, Caption, Change, Figure, StackedRow, bar_chart, slope_chart, stacked_chart
from groundswell.ui.components.tables import Column, Table

MOST_PARTS = 5  # shades that can be told apart


@dataclass(frozen=True)
class Shown:
    """One chapter of the results page: a question with its figure, and a table by group where asked for."""

    title: str
    figure: Figure | None = None
    table: Table | None = None
    note: str = ""
    texts: tuple[str, ...] | None = None


def hidden_words() -> str:
    """Of a number that is small, or hidden so that a small one beside it cannot be computed."""
    return _("not shown")


def number_words(value: int | None) -> str:
    return hidden_words() if value is None else f"{value}"


def few_words(value: int | None) -> str:
    """The same of how many answered at all, which is hidden only where it is small."""
    return _("fewer than 10") if value is None else f"{value}"


def mean_words(value: float | None) -> str:
    return "–" if value is None else number_format(value, 1)


def shown_questions(results: Sequence[QuestionResult], names: Mapping[str, str]) -> list[Shown]:
    """Statements of one grid stand together in one figure; everything else by itself."""
    found: list[Shown] = []
    done: set[str] = set()
    for result in results:
        code = result.question.code
        if code in done:
            continue
        if result.question.kind == QuestionKind.GRID:
            done.add(code)
            found += _grid([one for one in results if one.question.code == code], names)
        elif result.choices:
            found.append(_choices(result, names))
        elif result.question.kind == QuestionKind.NUMBER:
            found.append(_number(result, names))
        else:
            # Whom people named is nobody's to read: it only tells two who named each other.
            written = result.total.people and result.question.kind != QuestionKind.PERSON
            texts = result.texts if written else None
            found.append(Shown(result.label, note=answered_words(result.total), texts=texts))
    return found


def answered_words(total: Group) -> str:
    if total.people is None:
        return _("Too few people answered this, so nothing is shown.")
    if total.people == 0:
        return _("Nobody has answered this yet.")
    return _("%(people)s people answered this.") % {"people": total.people}


def _choices(result: QuestionResult, names: Mapping[str, str]) -> Shown:
    total = result.total
    if not total.people:
        return Shown(result.label, note=answered_words(total))
    table = _by_group(result, names)
    if result.scored and None in total.counts:
        return Shown(result.label, note=_average_words(total), table=table)
    best = max((count for count in total.counts if count is not None), default=0)
    top = [label for (_code, label), count in zip(result.choices, total.counts, strict=True) if count and count == best]
    bars = [
        Bar(label, count, hidden_words() if count is None else "", key=count == best and best > 0)
        for (_code, label), count in zip(result.choices, total.counts, strict=True)
    ]
    sentence = (
        _("“%(choice)s” was chosen most often: by %(count)s of %(people)s.")
        % {"choice": top[0], "count": best, "people": total.people}
        if top
        else _("%(people)s people answered; no single answer stands for ten or more.") % {"people": total.people}
    )
    notes = [] if result.exclusive else [_("Several choices were possible.")]
    if None in total.counts:
        notes.append(_("Not shown: what stands for fewer than 10 people, or would tell such a number."))
    figure = bar_chart(bars, Caption(sentence, " ".join(notes), measured=False), what=_("People"), of=_("Answer"))
    return Shown(result.label, figure=figure, table=table)


def _grid(rows: Sequence[QuestionResult], names: Mapping[str, str]) -> list[Shown]:
    """A scale's statements: in parts where all parts may be shown, else as averages."""
    title = rows[0].question.label.say(get_language() or "en")
    categories = [words for _code, words in rows[0].choices]
    if not any(row.total.people for row in rows):
        return [Shown(title, note=answered_words(rows[0].total))]
    best = max(rows, key=lambda row: row.total.mean or 0)
    sentence = (
        _("Highest on average: “%(statement)s” (%(mean)s of %(most)s).")
        % {"statement": best.label, "mean": mean_words(best.total.mean), "most": len(categories)}
        if best.total.mean is not None
        else _("What people said to each statement.")
    )
    note = _("Averages count “%(first)s” as 1 and “%(last)s” as %(most)s.") % {
        "first": categories[0], "last": categories[-1], "most": len(categories),
    }  # fmt: skip
    caption = Caption(sentence, note, measured=False)
    parts = [_parts(row) for row in rows]
    if all(parts) and len(categories) <= MOST_PARTS:
        figure = stacked_chart(
            [StackedRow(_with_mean(row), part) for row, part in zip(rows, parts, strict=True)], categories, caption
        )
    else:
        figure = bar_chart(
            [Bar(row.label, row.total.mean, _mean_and_people(row.total), key=row is best) for row in rows],
            caption,
            what=_("Average, and how many answered"),
            of=_("Statement"),
        )
    return [Shown(title, figure=figure, table=_means(rows, names) if rows[0].groups else None)]


def _with_mean(row: QuestionResult) -> str:
    return f"{row.label} ({mean_words(row.total.mean)})" if row.total.mean is not None else row.label


def _parts(row: QuestionResult) -> list[int] | None:
    counts = [count for count in row.total.counts if count is not None]
    return counts if len(counts) == len(row.total.counts) and row.total.people else None


def _average_words(total: Group) -> str:
    return answered_words(total) + " " + _("On average: %(mean)s.") % {"mean": mean_words(total.mean)}


def _number(result: QuestionResult, names: Mapping[str, str]) -> Shown:
    note = answered_words(result.total) if result.total.mean is None else _average_words(result.total)
    return Shown(result.label, note=note, table=_by_group(result, names))


def group_name(key: str, names: Mapping[str, str]) -> str:
    if key == OTHERS:
        return _("others, together")
    return names.get(key, key) or _("not known")


def _by_group(result: QuestionResult, names: Mapping[str, str]) -> Table | None:
    if all(group.people is None for group in result.groups):
        return None
    columns = [Column(_("Group")), Column(_("People"), number=True)]
    choices = () if result.scored else result.choices
    columns += [Column(label, number=True) for _code, label in choices]
    columns += [Column(_("Average"), number=True)] if result.scored else []
    rows: list[list[str | SafeString]] = []
    for group in (*result.groups, result.total):
        row: list[str | SafeString] = [_("all") if group is result.total else group_name(group.key, names)]
        row += [number_words(group.people), *(number_words(count) for count in group.counts[: len(choices)])]
        row += [mean_words(group.mean)] if result.scored else []
        rows.append(row)
    return Table(_("%(question)s, by group") % {"question": result.label}, columns, rows[:-1], foot=rows[-1])


def _means(rows: Sequence[QuestionResult], names: Mapping[str, str]) -> Table:
    groups = [group.key for group in rows[0].groups]
    columns = [
        Column(_("Statement")),
        *(Column(group_name(key, names), number=True) for key in groups),
        Column(_("all"), number=True),
    ]
    body = [
        [row.label, *(_mean_and_people(group) for group in row.groups), _mean_and_people(row.total)] for row in rows
    ]
    return Table(_("Averages, and how many answered"), columns, body)


def _mean_and_people(group: Group) -> str:
    if group.people is None:
        return hidden_words()
    return f"{mean_words(group.mean)}\u00a0({group.people})"


def change_figure(pairs: Sequence[Pair], *, before: str, after: str) -> Figure | None:
    """From before to after as positions on the scale, 0 % at its lowest degree and 100 % at its highest."""
    shown = [pair for pair in pairs if pair.before is not None and pair.after is not None and pair.most > pair.least]
    if not shown:
        return None
    rows = [
        Change(f"{pair.label} ({pair.people})", _share(pair, pair.before), _share(pair, pair.after)) for pair in shown
    ]
    best = max(shown, key=lambda pair: (pair.after or 0) - (pair.before or 0))
    sentence = _("“%(statement)s” moved most: from %(before)s to %(after)s on average.") % {
        "statement": best.label, "before": mean_words(best.before), "after": mean_words(best.after),
    }  # fmt: skip
    note = _(
        "Only people who answered both times, their number in brackets. "
        "0% is the lowest degree of the scale, 100% the highest."
    )
    return slope_chart(rows, Caption(sentence, note, measured=False), before=before, after=after)


def change_table(pairs: Sequence[Pair]) -> Table:
    """The same as numbers, with how many went up, stayed and went down."""
    columns = [Column(_("Statement"))] + [
        Column(words, number=True)
        for words in (_("Answered both"), _("Before"), _("After"), _("Up"), _("Same"), _("Down"))
    ]
    rows = [
        [
            pair.label,
            few_words(pair.people),
            mean_words(pair.before),
            mean_words(pair.after),
            *("–" if pair.before is None else number_words(count) for count in (pair.up, pair.same, pair.down)),
        ]
        for pair in pairs
    ]
    return Table(_("Before and after, person by person"), columns, rows)


def _share(pair: Pair, value: float | None) -> float | None:
    return None if value is None else 100 * (value - pair.least) / (pair.most - pair.least)
