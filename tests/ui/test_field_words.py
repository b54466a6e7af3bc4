"""What is said of a field that is empty or wrong: what to do, in both languages, and never Django's own sentence."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils import translation

from groundswell.ui.components.forms import problems
from groundswell.ui.field_words import words_of, words_of_form
from groundswell.ui.in_place import sentences

CHOICES = [("a", "A"), ("b", "B")]


class Everything(forms.Form):
    text = forms.CharField(label="First name", max_length=5, min_length=2)
    email = forms.EmailField(label="Email")
    link = forms.URLField(label="Link", assume_scheme="https")
    one = forms.ChoiceField(label="Role", choices=CHOICES)
    where = forms.ChoiceField(label="Where will you be?", choices=CHOICES, widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(label="Who", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    day = forms.DateField(label="First day")
    hour = forms.TimeField(label="Begins")
    seats = forms.IntegerField(label="Seats", min_value=1, max_value=9)
    hours = forms.DecimalField(label="Hours", max_digits=4, decimal_places=2)
    agree = forms.BooleanField(label="I agree")
    file = forms.FileField(label="File", max_length=8)
    own = forms.CharField(label="Own", error_messages={"required": "Say it in your words."})


EMPTY = {
    "text": "Fill in “First name”.",
    "email": "Write an email address.",
    "link": "Fill in “Link”.",
    "one": "Choose one for “Role”.",
    "where": "Choose one of these.",
    "many": "Choose at least one for “Who”.",
    "day": "Choose a day for “First day”.",
    "hour": "Choose an hour for “Begins”.",
    "seats": "Write a number for “Seats”.",
    "hours": "Write a number for “Hours”.",
    "agree": "Tick “I agree” to go on.",
    "file": "Choose a file for “File”.",
    "own": "Say it in your words.",
}
WRONG = [
    ("text", "abcdefg", "Shorten it to 5 letters; it has 7."),
    ("text", "a", "Write at least 2 letters."),
    ("text", "a\x00b", "It has a character that cannot be kept. Write it anew."),
    ("email", "nobody", "Write an address like name@school.org."),
    ("link", "http://", "Write the address of a page, such as https://www.example.org/page."),
    ("one", "z", "That is not one of the choices."),
    ("many", ["z"], "That is not one of the choices."),
    ("day", "soon", "Write the day as year-month-day, such as 2027-02-09."),
    ("hour", "late", "Write the hour as 8:30 or 14:00."),
    ("seats", "forty", "Write a whole number, such as 40."),
    ("seats", "10", "Write a number that is at most 9."),
    ("seats", "0", "Write a number that is at least 1."),
    ("hours", "two", "Write a number, such as 2.5."),
    ("hours", "1.234", "Write the number with fewer digits."),
]


def said(form: forms.Form) -> dict[str, str]:
    return {bound.name: " ".join(words_of(bound)) for bound in form if bound.errors}


def test_each_kind_of_field_says_what_to_write_or_choose():
    assert said(Everything({})) == EMPTY


def test_nothing_is_said_in_the_framework_s_words_in_spanish_either():
    with translation.override("es"):
        found = said(Everything({}))
    assert found["text"] == "Complete “First name”."
    assert found["where"] == "Elija una de estas opciones."
    assert [name for name, words in found.items() if "obligatorio" in words or "required" in words] == []


@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_what_is_wrong_says_how_it_is_written(name, value, words):
    assert said(Everything({name: value}))[name] == words


def test_file_with_too_long_a_name_or_without_content():
    long = Everything({}, {"file": SimpleUploadedFile("much-too-long.txt", b"x")})
    empty = Everything({}, {"file": SimpleUploadedFile("a.txt", b"")})
    assert said(long)["file"] == "Give the file a shorter name."
    assert said(empty)["file"] == "Choose the file again: it did not arrive whole."


def test_sentence_of_a_form_itself_is_never_replaced():
    form = Everything({})
    form.add_error("text", forms.ValidationError("It must be another one.", code="required"))
    form.add_error(None, "Nobody is there.")
    assert said(form)["text"] == "Fill in “First name”. It must be another one."
    assert words_of_form(form)[-1] == "Nobody is there."


def test_field_summary_and_post_in_place_say_the_same():
    form = Everything({})
    field = Template("{% field form.text %}").render(Context({"form": form}))
    assert 'id="id_text_error"' in field
    assert 'aria-describedby="id_text_error"' in field
    assert "Fill in “First name”." in field
    assert next(problems(form)).messages == ["Fill in “First name”."]
    assert "Fill in “First name”." in sentences(form)
