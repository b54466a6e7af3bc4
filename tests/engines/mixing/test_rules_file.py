"""A slip in `rules.toml` is answered with the file, the place and what to write instead."""

import pytest

from groundswell.engines.errors import InputError
from groundswell.engines.mixing.model import Apart, Together
from groundswell.engines.mixing.rulesfile import gathering_of, parse_rules, read_rules
from groundswell.engines.tables import parse_table

PEOPLE = parse_table(
    "people.csv",
    b"id,name,county,rounds\na,Ana,Inyo,\nb,Ben,inyo,\nc,Cai,Kern,\nd,Ana,Lake,\n",
)


def gathering(text: str):
    return gathering_of(PEOPLE, parse_rules("rules.toml", text), tables=2, rounds=3)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[tables", "This is not TOML: "),
        (
            "[chairs]\nmin = 2",
            "There is no section “chairs”. The sections are: tables, facilitators, language, sites, aims, together, apart.",
        ),
        ("[[tables]]\nmin = 2", "Write the section as [tables]."),
        ('[together]\npeople = ["a", "b"]', "Write the section as [[together]]."),
        ("together = [7]", "Write each part of “together” under a [[together]] of its own."),
        ("[tables]\nleast = 2", "The section “tables” has no “least”. It may have: max, min, wheelchair_ready."),
        ("[tables]\nmin = -1", "“min” under “tables” must be a whole number."),
        ("[tables]\nmax = true", "“max” under “tables” must be a whole number."),
        ("[tables]\nwheelchair_ready = [3]", "“wheelchair_ready” under “tables” must be a list of tables from 1 to 2."),
        (
            "[tables]\nwheelchair_ready = [true]",
            "“wheelchair_ready” under “tables” must be a list of tables from 1 to 2.",
        ),
        ("[tables]\nwheelchair_ready = 1", "“wheelchair_ready” under “tables” must be a list of tables from 1 to 2."),
        ("[sites]\njoint_rounds = [4]", "“joint_rounds” under “sites” must be a list of rounds from 1 to 3."),
        (
            "[sites]\ntables = [1, 2]",
            "Write the tables of the sites as a list by site, such as tables = { Fresno = [1, 2] }.",
        ),
        ("[sites]\ntables = { Reno = 1 }", "The tables at Reno must be a list of numbers from 1 to 2."),
        ("[sites]\ntables = { Reno = [1] }", "Each table from 1 to 2 must stand at exactly one site."),
        ("[sites]\ntables = { Reno = [1, 2], Weed = [2] }", "Each table from 1 to 2 must stand at exactly one site."),
        ('[facilitators]\nroles = "coach"', "“roles” under “facilitators” must be a list of texts."),
        (
            '[[apart]]\npeople = ["a", "b"]\nrounds = [0]',
            "“rounds” under “apart” must be a list of numbers from 1 to 3.",
        ),
        ("[[apart]]\nrounds = [1]", "Give either “people” or “column” under “apart”."),
        ('[[apart]]\npeople = ["a", "b"]\ncolumn = "county"', "Give either “people” or “column” under “apart”."),
        ('[[apart]]\npeople = "a, b"', "“people” under “apart” must be a list of ids."),
        ('[[apart]]\npeople = ["a", "Zoe"]', "The rules name “Zoe”, who is not in the list of people."),
        ('[[apart]]\npeople = ["b", "ana"]', "The rules name “ana”, who is the name of several people; give the id."),
    ],
)
def test_slip_in_the_rules_says_what_to_write(text, sentence):
    with pytest.raises(InputError) as told:
        gathering(text)
    assert str(told.value).startswith(sentence)
    assert told.value.source == "rules.toml"


@pytest.mark.parametrize("text", ['[[apart]]\ncolumn = "shoes"', '[aims]\norder = ["shoes"]'])
def test_column_that_is_not_in_the_list_is_named_with_those_that_are(text):
    with pytest.raises(InputError, match="shoes") as told:
        gathering(text)
    assert "county" in str(told.value)


def test_people_of_one_county_are_kept_together_or_apart_however_it_is_spelled():
    rules = gathering('[[together]]\ncolumn = "county"\nrounds = [2]\n[[apart]]\npeople = ["Ben", "c"]').rules
    assert rules.together == (Together(("a", "b"), frozenset({2}), "county “inyo”"),)
    assert rules.apart == (Apart(("b", "c"), None, ""),)


def test_rules_that_say_nothing_spread_people_by_what_the_list_has():
    made = gathering("")
    assert (made.rules.aims, made.rules.facilitators, made.tables.low) == (("repeats", "county"), 0, None)
    assert gathering("[facilitators]").rules.facilitators == 1
    assert gathering('[aims]\norder = ["county", "county"]').rules.aims == ("county", "repeats")


def test_rules_file_that_is_not_there_or_no_text_is_named(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        read_rules(tmp_path / "rules.toml")
    (tmp_path / "rules.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"cannot be read\. Save it as text in UTF-8\."):
        read_rules(tmp_path / "rules.toml")
    with pytest.raises(InputError, match="cannot be read"):
        read_rules(tmp_path)


def test_rounds_and_wishes_as_spreadsheets_have_them():
    text = 'name,rounds,wishes\n"Kim, Bo",2027-01-02,"Lee, Ann"\n"Lee, Ann",1 to 3,"Kim, Bo; Ray"\nRay,"1, 3","Kim, Bo;Lee, Ann"\n'
    people = parse_table("people.csv", text.encode())
    made = gathering_of(people, parse_rules("rules.toml", ""), tables=1, rounds=3).people
    assert [person.rounds for person in made] == [{1, 2}, {1, 2, 3}, {1, 3}]
    assert [person.wishes for person in made] == [("Lee, Ann",), ("Kim, Bo", "Ray"), ("Kim, Bo", "Lee, Ann")]
