"""Words in templates are what Django's own tag says."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from groundswell.ui import wording

TAGS = (
    '{% translate "Sign out" %}',
    "{% translate 'Menu' %}",
    '{% translate "" %}',
    '{% translate "100% of <them> & more" %}',
    '{% translate "Done" context "button" %}',
    "{% translate words %}",
    '{% translate "Menu"|upper %}',
    '{% translate "Menu" noop %}',
    '{% translate "Menu" as said %}[{{ said }}]',
)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_says_what_django_says(tag: str, language: str) -> None:
    ours = Template(tag)
    django = Template("{% load i18n %}" + tag)  # loaded last, so it is Django's
    with override(language):
        context = {"words": "Sign out <b>"}
        assert ours.render(Context(context)) == django.render(Context(context))


def test_plain_words_take_the_short_way() -> None:
    (node,) = Template('{% translate "Menu" %}').nodelist
    assert isinstance(node, wording.WordsNode)
