"""Every component by its tag. Settings make this library a builtin: templates need no `{% load %}`.

Block tags (`{% chapter %}…{% endchapter %}`) take their content; the others stand alone. Which to use for what is in
`docs/how-to/build-a-page.md`.
"""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from groundswell.ui.components import actions, forms, icons, labels, layout, lists, tables
from groundswell.ui.navigation import navigation_items
from groundswell.ui.panels import render_panels

register = template.Library()

for single in (
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
    lists.facet_link,
    forms.field,
):
    register.simple_tag(single)

for single in (actions.post_button, actions.progress, lists.tab, tables.table, tables.pager):
    register.simple_tag(single, takes_context=True)

for block in (
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
    lists.facets,
    lists.facet,
    lists.tabs,
    lists.timeline,
    lists.moment,
):
    register.simple_block_tag(block)

for block in (layout.page_head, layout.aside, forms.form):
    register.simple_block_tag(block, takes_context=True)


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str, thing: Any = None) -> SafeString:
    """What other apps show at this named place of the page."""
    return render_panels(context.get("request"), place, thing)


@register.simple_tag(takes_context=True, name="navigation")
def navigation_tag(context: Context, where: str) -> list[Any]:
    """The links of `main`, `account` or `foot` that this request may see: `{% navigation "main" as items %}`."""
    return navigation_items(context.get("request"), where)
