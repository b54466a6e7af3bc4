"""Every component by its tag. Settings make this library a builtin: templates need no `{% load %}`.

Block tags (`{% chapter %}…{% endchapter %}`) take their content; the others stand alone. Which to use for what is in
`docs/how-to/build-a-page.md`.
"""

from collections.abc import Callable
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from groundswell.core.languages import in_language
from groundswell.ui import addresses, wording
from groundswell.ui.charts import grids
from groundswell.ui.charts.figure import figure
from groundswell.ui.components import actions, days, forms, icons, labels, layout, lists, sheets, tables
from groundswell.ui.navigation import navigation_items
from groundswell.ui.panels import render_panels

register = template.Library()
register.tag("url", addresses.url)
register.tag("translate", wording.translate)

SINGLE: tuple[Callable[..., Any], ...] = (
    icons.icon,
    icons.mark,
    actions.button,
    actions.breadcrumb,
    labels.subject,
    labels.standard_chip,
    labels.person,
    labels.place,
    labels.status,
    labels.vetted,
    labels.season,
    labels.filter_chip,
    labels.saved,
    labels.live_state,
    lists.facet_link,
    forms.field,
    grids.unit_marks,
    days.tally,
    days.heard,
)
SINGLE_IN_CONTEXT: tuple[Callable[..., Any], ...] = (
    actions.post_button,
    actions.progress,
    lists.tab,
    tables.table,
    tables.pager,
    figure,
)
BLOCK: tuple[Callable[..., Any], ...] = (
    actions.empty,
    actions.dialog,
    actions.toast,
    actions.action_bar,
    labels.chips,
    layout.chapter,
    layout.band,
    layout.pair,
    layout.thirds,
    layout.stack,
    layout.cluster,
    lists.facts,
    lists.fact,
    lists.entries,
    lists.entry,
    lists.card,
    lists.agenda,
    lists.agenda_item,
    lists.result,
    lists.search,
    lists.facets,
    lists.facet,
    lists.tabs,
    lists.timeline,
    lists.moment,
    days.program,
    days.session,
    days.queue,
    days.question,
    days.wall,
    days.note,
    sheets.sheet,
)
BLOCK_IN_CONTEXT: tuple[Callable[..., Any], ...] = (layout.page_head, layout.aside, forms.form)

for function in SINGLE:
    register.simple_tag(function)
for function in SINGLE_IN_CONTEXT:
    register.simple_tag(function, takes_context=True)
for function in BLOCK:
    register.simple_block_tag(function)
for function in BLOCK_IN_CONTEXT:
    register.simple_block_tag(function, takes_context=True)


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str, thing: Any = None) -> SafeString:
    """What other apps show at this named place of the page."""
    return render_panels(context.get("request"), place, thing)


@register.simple_tag(takes_context=True, name="navigation")
def navigation_tag(context: Context, where: str) -> list[Any]:
    """The links of `main`, `account` or `foot` that this request may see: `{% navigation "main" as items %}`."""
    return navigation_items(context.get("request"), where)


@register.filter(name="in_language")
def in_language_filter(thing: Any, field: str) -> str:
    """`{{ convening|in_language:"title" }}`: the text in the reader's language, where it was written in both."""
    return in_language(thing, field, get_language() or "en") if thing is not None else ""
