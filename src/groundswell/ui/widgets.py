"""Widgets that Django does not have: a grid of statements and degrees, dates in plain HTML, a line with suggestions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Pairs = Sequence[tuple[str, str | Promise]]


class ScaleGrid(forms.Widget):
    """Statements down, degrees across, one radio in each cell. Its value is {statement: degree}."""

    template_name = "ui/widgets/scale_grid.html"
    use_fieldset = True

    def __init__(self, rows: Pairs = (), columns: Pairs = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.rows = list(rows)
        self.columns = list(columns)

    def value_from_datadict(
        self, data: Mapping[str, Any], _files: MultiValueDict[str, Any], name: str
    ) -> dict[str, str]:
        given = ((row, data.get(f"{name}_{row}")) for row, _label in self.rows)
        return {row: value for row, value in given if value}

    def value_omitted_from_data(self, data: Mapping[str, Any], _files: MultiValueDict[str, Any], name: str) -> bool:
        return not any(f"{name}_{row}" in data for row, _label in self.rows)

    def id_for_label(self, id_: str) -> str:
        return id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = value if isinstance(value, Mapping) else {}
        context["columns"] = self.columns
        context["rows"] = [
            {"name": f"{name}_{row}", "label": label, "chosen": chosen.get(row, "")} for row, label in self.rows
        ]
        return context


class ScaleGridField(forms.Field):
    """Answers to several statements on one scale: {statement: degree}. Required means every statement."""

    widget = ScaleGrid
    default_error_messages = {
        "unanswered": _("Choose one for each line. Still open: %(open)s."),
        "unknown": _("That is not one of the choices."),
    }

    def __init__(self, *, rows: Pairs, columns: Pairs, **kwargs: Any) -> None:
        self.rows = list(rows)
        self.columns = list(columns)
        kwargs.setdefault("widget", ScaleGrid(rows, columns))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        answers: dict[str, str] = dict(value) if isinstance(value, Mapping) else {}
        degrees = {key for key, _label in self.columns}
        if not set(answers.values()) <= degrees:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        still_open = [label for key, label in self.rows if key not in answers]
        if self.required and still_open:
            raise ValidationError(
                self.error_messages["unanswered"], code="unanswered", params={"open": "; ".join(map(str, still_open))}
            )
        return answers


class DateInput(forms.DateInput):
    """The browser's own date picker; the value travels as 2027-02-09 in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class SuggestInput(forms.TextInput):
    """A line that offers suggestions while one types. `url` answers `?q=` with {"options": [{"value", "label"}]}.

    Without JavaScript it is a plain line, so the form must also understand what a person writes by hand.
    """

    template_name = "ui/widgets/suggest.html"

    def __init__(self, url: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url = url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = f"{context['widget']['attrs'].get('id', name)}-options"
        context["widget"]["attrs"] |= {"list": options, "autocomplete": "off", "data-suggest": str(self.url)}
        context["options_id"] = options
        return context
