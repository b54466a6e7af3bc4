"""The links of the head and the foot, which apps register in their `navigation.py`.

add_link("main", _("Convenings"), "convenings:list", order=10)
add_link("account", _("Today"), "home:today", order=10, visible=lambda request: request.user.is_authenticated)
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from groundswell.ui.addresses import address

WHERE = ("main", "account", "foot")


@dataclass(frozen=True, slots=True)
class Link:
    label: str | Promise
    url_name: str
    order: int
    visible: Callable[[HttpRequest], bool]


@dataclass(frozen=True, slots=True)
class Item:
    """A link as one request sees it. `current` is "page" on the page itself, "true" on a page below it, else empty."""

    label: str
    url: str
    current: str


_links: dict[str, list[Link]] = {where: [] for where in WHERE}


class DuplicateLinkError(Exception):
    """Two links to one page at one place."""


def everyone(_request: HttpRequest) -> bool:
    return True


def add_link(
    where: str,
    label: str | Promise,
    url_name: str,
    *,
    order: int = 100,
    visible: Callable[[HttpRequest], bool] = everyone,
) -> None:
    """`where` is main (what the product holds), account (what is one's own) or foot."""
    links = _links[where]
    if any(link.url_name == url_name for link in links):
        raise DuplicateLinkError(f"{url_name} is already in the {where} navigation.")
    links.append(Link(label, url_name, order, visible))
    links.sort(key=lambda link: (link.order, link.url_name))


def navigation_items(request: HttpRequest | None, where: str) -> list[Item]:
    # An error page may be shown before anybody was recognized; it has no links then.
    if request is None or not hasattr(request, "user"):
        return []
    items = []
    for link in _links[where]:
        if not link.visible(request):
            continue
        url = address(link.url_name)
        below = "true" if url != "/" and request.path.startswith(url) else ""
        items.append(Item(str(link.label), url, "page" if request.path == url else below))
    return items
