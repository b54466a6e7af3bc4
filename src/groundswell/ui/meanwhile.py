"""A form that changes what stands: nobody overwrites what somebody else saved after the page was opened without seeing it.

The page carries a mark of each field as it stood (`watch`). When the form comes back and something else stands by then,
`refuse_unseen` says so beside the field; what was typed stays, and saving again is knowing what one does.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from hashlib import blake2s
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.formats import localize
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from groundswell.core.errors import Refused

STOOD = "as_it_stood"
LONGEST = 300  # characters of what somebody else wrote; the page of the thing itself has all of it


class ChangedMeanwhile(Refused):
    """Something else stands than what the page showed."""


@dataclass(frozen=True)
class Standing:
    """What a form changes: its row, and how that reads as the form's initial values."""

    row: models.Model
    read: Callable[[], dict[str, Any]]

    def read_again(self) -> dict[str, Any]:
        """What stands, which nobody changes before the caller's transaction ends. Raises ChangedMeanwhile when it is gone."""
        kind = type(self.row)
        try:
            self.row.refresh_from_db(from_queryset=kind._base_manager.select_for_update())
        except kind.DoesNotExist:  # type: ignore[attr-defined]
            raise ChangedMeanwhile(_("This was taken away after you opened the page.")) from None
        self.row._state.fetch_mode = models.FETCH_ONE  # noqa: SLF001 - what belongs to it is read anew too
        return self.read()


def standing_of(row: models.Model, names: Iterable[str]) -> Standing:
    """For a form whose fields are the row's own."""
    return Standing(row, lambda: {name: getattr(row, name) for name in names})


def watch(form: forms.BaseForm) -> None:
    """Have the page carry what stands; before the form is read. A draft keeps it: it knows what it began from."""
    hidden = forms.HiddenInput(attrs={"data-drafted": ""})
    form.fields[STOOD] = forms.CharField(required=False, initial=_marks(form), widget=hidden)


def _marks(form: forms.BaseForm) -> str:
    return " ".join(f"{name}={_mark(field, form.get_initial_for_field(field, name))}" for name, field in _kept(form))


def refuse_unseen(form: forms.BaseForm, seen: str, stands: dict[str, Any]) -> None:
    """Raise ChangedMeanwhile, with an error at each field, when something else stands than the page showed and this form says.

    `seen` is what came back, `stands` what stands now, of the fields that can be compared: a form that by now begins something
    new has fields of which nothing stands. A field that the writer left as it was takes what stands.
    """
    form.initial = stands
    marks = dict(part.split("=", 1) for part in seen.split() if "=" in part)
    data = form.data.copy() if isinstance(form.data, QueryDict) else QueryDict(mutable=True)
    unseen = False
    for name, field in list(_kept(form)):
        if name not in stands or name not in marks:
            continue
        now = form.get_initial_for_field(field, name)
        if marks[name] == _mark(field, now) or not field.has_changed(now, form[name].data):
            continue
        unseen = True
        untouched = _mark(field, form.cleaned_data.get(name)) == marks[name]
        if untouched and _take(data, form.add_prefix(name), field, now):
            form.add_error(
                name, _("This was changed after you opened the page. What was written then stands here now.")
            )
        else:
            words = {"words": _words(field, now) or _("nothing")}
            form.add_error(name, _("This was changed after you opened the page. It says now: %(words)s") % words)
    if unseen:
        data[form.add_prefix(STOOD)] = _marks(form)
        form.data = data
        raise ChangedMeanwhile(
            _("This was saved again after you opened the page. Look at what was changed; saving now replaces it.")
        )


def _kept(form: forms.BaseForm) -> Iterator[tuple[str, forms.Field]]:
    for name, field in form.fields.items():
        if name != STOOD and not isinstance(field, forms.FileField):
            yield name, field


def _mark(field: forms.Field, value: Any) -> str:
    text = "\x00".join(sorted(_parts(field, value))).replace("\r\n", "\n").strip()
    return blake2s(text.encode(errors="replace"), digest_size=4).hexdigest()


def _parts(field: forms.Field, value: Any) -> list[str]:
    held = field.prepare_value(value)
    if held is None:
        return []
    return [str(one) for one in held] if isinstance(held, (list, tuple, set)) else [str(held)]


def _take(data: QueryDict, name: str, field: forms.Field, value: Any) -> bool:
    """Put what stands in place of what was sent, where the field is one control."""
    widget = field.widget
    if isinstance(widget, forms.MultiWidget):
        return False
    if isinstance(widget, forms.CheckboxInput):
        data.setlist(name, ["on"] if value else [])
        return True
    shown = widget.format_value(field.prepare_value(value))
    data.setlist(name, [str(one) for one in shown] if isinstance(shown, (list, tuple)) else [str(shown or "")])
    return True


def _words(field: forms.Field, value: Any) -> str:
    """What stands, as the form's reader would say it."""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(value, (date, time)):
        return str(localize(value))
    parts = _parts(field, value)
    choices: Any = getattr(field, "choices", None) or ()
    names: dict[str, str] = {str(key): str(label) for key, label in list[tuple[Any, Any]](flatten_choices(choices))}
    return Truncator(", ".join(names.get(part, part) for part in parts)).chars(LONGEST)
