"""A setting that is wrong ends every command with one sentence that says how to write it."""

import os

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from groundswell.cli.main import main
from groundswell.cli.site_start import refuse_to_be_root
from tests.cli.conftest import groundswell

pytestmark = pytest.mark.one_database

MAIL = ("smtp://user:password@host:587", "smtps://user:password@host:465")


def refusal(read, *words: object, **more: object) -> str:
    with pytest.raises(ImproperlyConfigured) as told:
        read(*words, **more)
    return str(told.value)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("mail.example.org:587", "mail.example.org:587"),
        ("smtp://mail.example.org:mail", "smtp://mail.example.org:mail"),
        ("smtp://mail.example.org:0", "smtp://mail.example.org:0"),
        ("http://ina:se:cr@et@mail.example.org", "http:…@mail.example.org"),
        ("ina:secret@mail.example.org", "ina:…@mail.example.org"),
    ],
)
def test_address_that_is_none_is_told_without_its_password(monkeypatch, raw, shown):
    monkeypatch.setenv("MAIL_URL", raw)
    told = refusal(env.address, "MAIL_URL", *MAIL)
    assert told == f"MAIL_URL is “{shown}”. Write it as {MAIL[0]} or {MAIL[1]}."


@pytest.mark.parametrize("raw", ["", "smtp://localhost", "smtps://ina%40x:p%2Fw@mail.example.org:465"])
def test_address_as_it_is_written_is_taken(monkeypatch, raw):
    monkeypatch.setenv("MAIL_URL", raw)
    assert env.address("MAIL_URL", *MAIL) == raw


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("data.db", "data.db"),
        ("mysql://u:secret@host/name", "mysql:…@host/name"),
        ("postgresql://u:secret@host:54x2/name", "postgresql:…@host:54x2/name"),
    ],
)
def test_database_address_that_is_none_is_told_without_its_password(raw, shown):
    assert refusal(env.database, raw).startswith(f"DATABASE_URL is “{shown}”. Write sqlite:///FILE or postgresql://")


@pytest.mark.parametrize(("raw", "least"), [("0", 1), ("-1", 0), ("two", 1), ("1.5", 1)])
def test_number_that_is_too_small_or_none_is_told(monkeypatch, raw, least):
    monkeypatch.setenv("PAGE_THREADS", raw)
    told = refusal(env.number, "PAGE_THREADS", 16, least=least)
    assert told == f"PAGE_THREADS is “{raw}”. Write a whole number, {least} or more."


def test_number_and_word_that_fit_are_taken(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "0")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert (env.number("TRUSTED_PROXIES", 1, least=0), env.one_of("LOG_LEVEL", ("DEBUG",), "X")) == (0, "DEBUG")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"LOG_LEVEL": "loud"}, "groundswell: LOG_LEVEL is “LOUD”. Write one of DEBUG, INFO, WARNING, ERROR.\n"),
        (
            {"REDIS_URL": "localhost:6379"},
            (
                "groundswell: REDIS_URL is “localhost:6379”. Write it as redis://host:6379/0 or rediss://host:6379/0 "
                "or unix:///run/redis.sock.\n"
            ),
        ),
    ],
)
def test_command_ends_with_the_sentence(tmp_path, wrong, told):
    done = groundswell(tmp_path, "doctor", **wrong)
    assert (done.returncode, done.stderr) == (2, told)


def test_file_of_settings_that_was_named_must_be_there(tmp_path):
    done = groundswell(tmp_path, "doctor", GROUNDSWELL_CONFIG=str(tmp_path / "none.env"))
    assert (done.returncode, done.stderr) == (2, f"groundswell: {tmp_path}/none.env: No such file or directory.\n")


@pytest.mark.parametrize(("user", "refused"), [(0, True), (12345, False)])
def test_root_does_not_write_among_the_data_of_the_service(monkeypatch, settings, tmp_path, capsys, user, refused):
    settings.HOME = tmp_path
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr("pathlib.Path.owner", lambda _path: "groundswell")
    real = os.stat_result
    found = tmp_path.stat()
    monkeypatch.setattr("pathlib.Path.stat", lambda *_a, **_k: real((*found[:4], 12345, *found[5:])))
    if not refused:
        refuse_to_be_root()
        return
    with pytest.raises(SystemExit):
        refuse_to_be_root()
    told = f"groundswell: {tmp_path} belongs to groundswell. Run this as the user of the service: sudo -u groundswell"
    assert capsys.readouterr().err.startswith(told)


def test_settings_are_explained_even_where_one_is_wrong(monkeypatch, capsys):
    monkeypatch.setenv("LOG_LEVEL", "loud")
    assert main(["doctor", "--settings"]) == 0
    assert "LOG_LEVEL  (set)\n" in capsys.readouterr().out
