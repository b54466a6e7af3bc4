"""What the gallery shows beside its figures: every kind of field, and rows for its tables. People are invented."""

from django import forms
from django.core.paginator import Page, Paginator

from groundswell.ui.components.tables import Column, Table
from groundswell.ui.widgets import DateInput, ScaleGridField, SuggestInput

SWATCHES = (
    ("poppy", "Poppy: act, here, now"),
    ("math", "Pacific: math"),
    ("science", "Chaparral gold: science"),
    ("both", "Sage: both"),
    ("ink", "Ink"),
    ("granite", "Granite: quiet words"),
    ("rule", "Rule"),
    ("paper", "Paper, sunk"),
)


class GalleryForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label="Name of the session", max_length=80, help_text="As teachers will read it on the program"
    )
    places = forms.IntegerField(label="Places at this site", error_messages={"invalid": "Write a number, such as 40."})
    county = forms.ChoiceField(
        label="County", choices=[("18", "Lassen"), ("25", "Modoc"), ("32", "Plumas")], required=False
    )
    noticed = forms.CharField(label="What did you notice?", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    day = forms.DateField(label="Day", widget=DateInput(), required=False)
    school = forms.CharField(
        label="Your school",
        widget=SuggestInput("/places/suggest/"),
        help_text="Not in the list? Write its name and town.",
        required=False,
    )
    subjects = forms.MultipleChoiceField(
        label="You teach",
        choices=[("math", "Math"), ("science", "Science")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen_by = forms.ChoiceField(
        label="Who may see this",
        choices=[("community", "My community"), ("convening", "Anyone at the convening")],
        widget=forms.RadioSelect,
    )
    talk = ScaleGridField(
        label="In your last lesson",
        rows=[("wait", "I waited five seconds"), ("answer", "Students answered each other")],
        columns=[("1", "never"), ("2", "once or twice"), ("3", "often"), ("4", "all the time")],
    )
    clip = forms.FileField(
        label="Add a file or a clip", help_text="Up to 2 GB. A broken line does not lose it.", required=False
    )
    agree = forms.BooleanField(label="I may be asked how it went", required=False)
    code = forms.CharField(
        label="Event code",
        disabled=True,
        initial="SAGE-417",
        help_text="Closed since the day ended",
        required=False,
    )


def tried_form() -> GalleryForm:
    """The form as it comes back with mistakes in it."""
    return GalleryForm(
        {
            "title": "A puzzle on the table",
            "places": "none",
            "noticed": "They talked to the drawing, not to me.",
            "subjects": ["math"],
            "seen_by": "community",
            "talk_wait": "3",
        }
    )


def sites_table(sort: str) -> Table:
    rows = [
        ["Susanville", "June Okafor", 11, 38],
        ["Redding", "Wade Lindqvist", 9, 27],
        ["Oroville", "Rosalba Q.", 8, 26],
    ]
    if sort.endswith("people"):
        rows.sort(key=lambda row: str(row[3]), reverse=sort.startswith("-"))
    columns = [
        Column("Site"),
        Column("Host"),
        Column("Teams", number=True),
        Column("People", number=True, sort="people"),
    ]
    return Table(
        "Teams by site, February 9", columns, rows, foot=["Three sites", "", 28, 91], sort=sort, csv_url="#csv"
    )


def some_page() -> Page[int]:
    return Paginator(range(120), 25).page(2)
