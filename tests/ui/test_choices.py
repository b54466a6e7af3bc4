"""What stands in a list of choices before anything is chosen is a word of ours, in the reader's language."""

from importlib import import_module
from pkgutil import walk_packages

from django import forms
from django.db.models.fields import BLANK_CHOICE_LABEL

import groundswell


def forms_below(base: type) -> set[type]:
    return {one for child in base.__subclasses__() for one in (child, *forms_below(child))}


def test_no_list_of_choices_begins_with_the_words_of_the_framework():
    for module in walk_packages(groundswell.__path__, "groundswell."):
        if ".forms" in module.name:
            import_module(module.name)
    lists = [
        (f"{form.__module__}.{form.__qualname__}.{name}", field)
        for form in forms_below(forms.BaseForm)
        if form.__module__.startswith("groundswell.")
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField)
    ]
    assert len(lists) > 15
    assert [name for name, field in lists if str(field.empty_label) == str(BLANK_CHOICE_LABEL)] == []
