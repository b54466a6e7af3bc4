"""Forms of an import: the file, and which column holds what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundswell.intake.importers import Importer
from groundswell.intake.models import ImportRun

MAX_UPLOAD = 50 * 1024 * 1024


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, tab-separated text or an Excel workbook (.xlsx); its first line names the columns."),
        allow_empty_file=True,  # the reader says better what is missing
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.gz"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            raise forms.ValidationError(_("This file is larger than 50 MB. Split it, or use `groundswell import`."))
        return file


class MappingForm(forms.Form):
    """One line for each field of the importer; its choices are the file's columns."""

    def __init__(self, *args: Any, importer: Importer[Any], run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", _("not in the file")), *((heading, heading) for heading in run.header)]
        for field in importer.fields:
            self.fields[f"column_{field.name}"] = forms.ChoiceField(
                label=str(field.label),
                help_text=str(field.help),
                choices=columns,
                required=field.required,
                initial=run.mapping.get(field.name, ""),
            )

    def mapping(self) -> dict[str, str]:
        return {name.removeprefix("column_"): heading for name, heading in self.cleaned_data.items()}


class BeginForm(forms.Form):
    whole = forms.BooleanField(
        label=_("All or nothing"),
        help_text=_("Either every row that can be brought in is, or none. Slower to show progress."),
        required=False,
    )
