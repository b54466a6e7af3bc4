"""Words of the interface in templates: said without the long way round, for a page has a hundred of them."""

from typing import Any

from django.template import Node
from django.template.base import Parser, Token, Variable
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import gettext


class WordsNode(Node):
    """`{% translate "words" %}` and nothing more: no variable, filter, context or name."""

    child_nodelists = ()

    def __init__(self, words: str) -> None:
        # As Django looks them up and shows them: a percent sign is doubled in between.
        self.words = words.replace("%", "%%")

    def render(self, _context: Context) -> str:
        said = gettext(self.words)
        return said.replace("%%", "%") if "%" in said else said


def translate(parser: Parser, token: Token) -> Node:
    """The tag."""
    made: Any = do_translate(parser, token)
    node: Node = made
    if not isinstance(made, TranslateNode):
        return node
    said: Any = made.filter_expression
    plain = isinstance(said.var, Variable) and isinstance(said.var.literal, str) and not said.filters
    if plain and not (made.noop or made.asvar or made.message_context):
        return WordsNode(str(said.var.literal))
    return node
