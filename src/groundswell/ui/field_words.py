"""What is said of a field that was left empty or is wrong: what to do, by the kind of the field and its label.

Django's own sentences ("This field is required.") say that something is wrong; these say what to write or choose. A sentence
that a form or field gives itself (`error_messages=`, `add_error`) stays as it is.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import fields as plain
from django.forms import models as of_rows
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

LONG = 60  # a label of more letters, or one that asks, is not repeated: it stands beside the sentence anyway

type Words = str | Promise
MULTIPLE = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
CHOICE = (forms.ChoiceField, forms.ModelChoiceField)

# Kinds of fields, the narrower ones first; what to say with the label, and without it.
EMPTY: tuple[tuple[Any, Words, Words], ...] = (
    (MULTIPLE, gettext_lazy("Choose at least one for “%(label)s”."), gettext_lazy("Choose at least one.")),
    (CHOICE, gettext_lazy("Choose one for “%(label)s”."), gettext_lazy("Choose one of these.")),
    (forms.DateField, gettext_lazy("Choose a day for “%(label)s”."), gettext_lazy("Choose a day.")),
    (forms.TimeField, gettext_lazy("Choose an hour for “%(label)s”."), gettext_lazy("Choose an hour.")),
    (forms.EmailField, gettext_lazy("Write an email address."), gettext_lazy("Write an email address.")),
    (forms.FileField, gettext_lazy("Choose a file for “%(label)s”."), gettext_lazy("Choose a file.")),
    (forms.BooleanField, gettext_lazy("Tick “%(label)s” to go on."), gettext_lazy("Tick this to go on.")),
    (forms.IntegerField, gettext_lazy("Write a number for “%(label)s”."), gettext_lazy("Write a number.")),
    (forms.Field, gettext_lazy("Fill in “%(label)s”."), gettext_lazy("Write an answer here.")),
)
WRONG: tuple[tuple[Any, Words], ...] = (
    (forms.DateField, gettext_lazy("Write the day as year-month-day, such as 2027-02-09.")),
    (forms.TimeField, gettext_lazy("Write the hour as 8:30 or 14:00.")),
    (forms.EmailField, gettext_lazy("Write an address like name@school.org.")),
    (forms.URLField, gettext_lazy("Write the address of a page, such as https://www.example.org/page.")),
    ((forms.DecimalField, forms.FloatField), gettext_lazy("Write a number, such as 2.5.")),
    (forms.IntegerField, gettext_lazy("Write a whole number, such as 40.")),
    (forms.FileField, gettext_lazy("Choose the file again: it did not arrive whole.")),
)


def words_of(bound: BoundField) -> list[str]:
    """What is to be done about a field, in sentences; nothing for one that is right."""
    return [_sentence(bound, error) for error in bound.errors.as_data()]


def words_of_form(form: forms.BaseForm) -> list[str]:
    """The same of a whole form: each field's sentences, then what stands against the form."""
    found = [words for bound in form if bound.errors for words in words_of(bound)]
    return [*found, *(str(error) for error in form.non_field_errors())]


def _sentence(bound: BoundField, error: ValidationError) -> str:
    said = _AFTER.get(error.code or "") if id(error.message) in DJANGOS else None
    return (said(bound, error.params or {}) if said is not None else "") or str(next(iter(error)))


def _empty(bound: BoundField, _params: Any) -> str:
    label = str(bound.label or "").strip()
    named = bool(label) and len(label) <= LONG and not label.endswith("?")
    for kinds, with_label, without in EMPTY:
        if isinstance(bound.field, kinds):
            return str(with_label) % {"label": label} if named else str(without)
    return ""


def _wrong(bound: BoundField, _params: Any) -> str:
    return next((str(words) for kinds, words in WRONG if isinstance(bound.field, kinds)), "")


def _not_offered(_bound: BoundField, _params: Any) -> str:
    return _("That is not one of the choices.")


def _too_long(bound: BoundField, params: Any) -> str:
    if isinstance(bound.field, forms.FileField):
        return _("Give the file a shorter name.")
    limit, count = params.get("limit_value", 0), params.get("show_value", 0)
    return _("Shorten it to %(limit)s letters; it has %(count)s.") % {"limit": limit, "count": count}


def _too_short(_bound: BoundField, params: Any) -> str:
    limit = int(params.get("limit_value", 1))
    return ngettext("Write at least %(limit)s letter.", "Write at least %(limit)s letters.", limit) % {"limit": limit}


def _too_much(_bound: BoundField, params: Any) -> str:
    return _("Write a number that is at most %(limit)s.") % {"limit": params.get("limit_value")}


def _too_little(_bound: BoundField, params: Any) -> str:
    return _("Write a number that is at least %(limit)s.") % {"limit": params.get("limit_value")}


def _too_many_digits(_bound: BoundField, _params: Any) -> str:
    return _("Write the number with fewer digits.")


def _unkept(_bound: BoundField, _params: Any) -> str:
    return _("It has a character that cannot be kept. Write it anew.")


_AFTER: dict[str, Callable[[BoundField, Any], str]] = {
    "required": _empty,
    "invalid": _wrong,
    "missing": _wrong,
    "empty": _wrong,
    "invalid_choice": _not_offered,
    "invalid_list": _not_offered,
    "invalid_pk_value": _not_offered,
    "max_length": _too_long,
    "min_length": _too_short,
    "max_value": _too_much,
    "min_value": _too_little,
    "max_digits": _too_many_digits,
    "max_decimal_places": _too_many_digits,
    "max_whole_digits": _too_many_digits,
    "null_characters_not_allowed": _unkept,
}


def _djangos() -> frozenset[int]:
    """Which message objects are Django's own: an error carries the very object, so that another sentence is never replaced."""
    kinds = [kind for module in (plain, of_rows) for kind in vars(module).values() if isinstance(kind, type)]
    messages = [
        message for kind in kinds if issubclass(kind, forms.Field) for message in kind.default_error_messages.values()
    ]
    messages += [
        kind.message for kind in vars(validators).values() if isinstance(kind, type) and hasattr(kind, "message")
    ]
    messages += [
        message for kind in (validators.DecimalValidator, validators.FileExtensionValidator)
        for message in (kind.messages.values() if hasattr(kind, "messages") else ())
    ]  # fmt: skip
    return frozenset(map(id, messages))


DJANGOS = _djangos()
