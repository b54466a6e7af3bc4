"""Addresses of pages, each looked up once: a page names up to two hundred, and looking one up costs as much as drawing it."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Node
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as compile_url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

KEPT = 10_000


def address(name: str, *args: Any) -> str:
    """What `reverse(name, args=args)` says. Raises NoReverseMatch."""
    return _look_up(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), *args)


@lru_cache(maxsize=KEPT, typed=True)
def _look_up(name: str, urlconf: str, _prefix: str, *args: Any) -> str:
    return reverse(name, urlconf, args)


class KnownURLNode(URLNode):
    """Django's `{% url %}` by way of `address`. Our apps have one name each, so the page that asks makes no difference."""

    def render(self, context: Context) -> str:
        if self.kwargs:
            return super().render(context)
        try:
            url = address(self.view_name.resolve(context), *[arg.resolve(context) for arg in self.args])
        except NoReverseMatch:
            if self.asvar is None:
                raise
            url = ""
        if self.asvar:
            context[self.asvar] = url
            return ""
        return conditional_escape(url) if context.autoescape else url


def url(parser: Parser, token: Token) -> Node:
    """The tag."""
    node: Any = compile_url(parser, token)
    return KnownURLNode(node.view_name, node.args, node.kwargs, node.asvar)
