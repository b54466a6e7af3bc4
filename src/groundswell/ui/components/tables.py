"""Tables from plain values: captioned, numbers at the right, sorted by following a heading, rows alone on a phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from groundswell.ui.components.attributes import attributes, markup


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading. `sort` names the ordering that its link asks for (`?sort=name`, `?sort=-name`)."""

    label: str | Promise
    number: bool = False
    sort: str = ""
    hidden: bool = False  # the heading is read aloud, not shown


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` hold one value a column; the first value of a row is its heading. Values may be `SafeString` markup."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    foot: Sequence[Any] = field(default=())
    sort: str = ""  # the ordering in force, as in the address
    empty: str = ""  # what to say when there is no row
    csv_url: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    column: Column
    url: str
    direction: str  # aria-sort: ascending, descending or nothing


def _headings(table: Table, request: HttpRequest | None) -> Iterable[Heading]:
    for column in table.columns:
        if not column.sort:
            yield Heading(column, "", "")
            continue
        direction = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(table.sort, "")
        wanted = f"-{column.sort}" if direction == "ascending" else column.sort
        query = request.GET.copy() if request else None
        if query is not None:
            query["sort"] = wanted
            query.pop("page", None)
        yield Heading(column, f"?{query.urlencode()}" if query is not None else f"?sort={wanted}", direction)


def table(context: Context, table: Table, kind: str = "", *, quiet: bool = False) -> SafeString:
    """`kind="dense"` for settings; `kind="plain"` keeps the columns on a phone and scrolls.

    `quiet` hides the caption where the same words stand above already. Drawn without a template: a table may be long.
    """
    caption = markup(table.caption)
    if table.csv_url and not quiet:
        caption += format_html(' <a class="csv" href="{}">{}</a>', table.csv_url, _("Download as CSV"))
    head = "".join(_heading(heading) for heading in _headings(table, context.get("request")))
    body = "\n".join(_row(table.columns, row) for row in table.rows)
    if not table.rows:
        words = markup(table.empty or _("Nothing here yet."))
        body = f'<tr><td colspan="{len(table.columns)}">{words}</td></tr>'
    foot = f"<tfoot>{_row(table.columns, table.foot)}</tfoot>" if table.foot else ""
    around = attributes({"tabindex": "0", "role": "region", "aria-label": table.caption}) if kind == "plain" else ""
    hidden = ' class="visually-hidden"' if quiet else ""
    return SafeString(
        f'<div class="scroll"{around}><table class="table"{attributes({"data-kind": kind})}>'
        f"<caption{hidden}>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table></div>"
    )


def _heading(heading: Heading) -> str:
    words = markup(heading.column.label)
    if heading.url:
        words = f'<a href="{markup(heading.url)}">{words}</a>'
    elif heading.column.hidden:
        words = f'<span class="visually-hidden">{words}</span>'
    css = "number" if heading.column.number else ""
    return f'<th scope="col"{attributes({"class": css, "aria-sort": heading.direction})}>{words}</th>'


def _row(columns: Sequence[Column], row: Sequence[Any]) -> str:
    first = markup(row[0])
    out = f'<tr><th scope="row">{first}</th>' if first else "<tr><td></td>"
    for column, value in zip(columns[1:], row[1:], strict=True):
        css = ' class="number"' if column.number else ""
        out += f'<td{css} data-label="{markup(column.label)}">{markup(value)}</td>'
    return f"{out}</tr>"


def pager(context: Context, page: Any, label: str = "") -> SafeString:
    """Links to the pages beside this one; `page` is a `django.core.paginator.Page`. Other query parameters stay."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(number: int) -> str:
        if query is None:
            return f"?page={number}"
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return SafeString(
        render_to_string(
            "ui/components/pager.html",
            {
                "page": page,
                "label": label,
                "back": address(page.previous_page_number()) if page.has_previous() else "",
                "on": address(page.next_page_number()) if page.has_next() else "",
            },
        )
    )
