"""What `groundswell doctor` says of an installation: good, or what to do about it."""

import socket

import pytest

from groundswell.activity.services.beats import start_beating
from groundswell.cli.checkup import (
    examine,
    examine_address,
    examine_database,
    examine_files,
    examine_mail,
    examine_redis,
    examine_running,
)
from groundswell.cli.main import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed_port() -> int:
    """Nobody listens there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_database_with_all_its_tables_fits():
    assert [good for good, _words in examine_database()] == [True, True]
    assert list(examine_database())[1] == (True, "Tables fit.")


def test_where_the_database_does_not_answer_nobody_asks_it_for_the_worker(monkeypatch, settings, tmp_path, closed_port):
    monkeypatch.setattr(
        "groundswell.cli.checkup.database_reason", lambda: "the database does not answer: no. Check it."
    )
    settings.SITE_URL, settings.STATIC_ROOT = f"http://127.0.0.1:{closed_port}", tmp_path
    assert list(examine_database()) == [(False, "The database does not answer: no. Check it.")]
    assert [words[:15] for _good, words in examine_running(settings)] == ["No static files", "The site does n"]


def test_without_redis_live_pages_look_for_themselves():
    assert [good for good, _words in examine_redis("")] == [True]


def test_redis_that_does_not_answer_is_named(closed_port):
    [(good, words)] = examine_redis(f"redis://127.0.0.1:{closed_port}/0")
    assert (good, words.startswith("Redis does not answer: "), words.endswith("Check REDIS_URL.")) == (
        False,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("local", "finding"),
    [(True, (True, "Letters are read at /mail/.")), (False, (False, "No MAIL_URL: nobody gets a sign-in code."))],
)
def test_without_a_mail_server_letters_are_read_here_or_nowhere(settings, local, finding):
    settings.MAIL_URL, settings.LOCAL_MAIL = "", local
    assert list(examine_mail(settings)) == [finding]


def test_mail_server_that_does_not_answer_is_named(settings, closed_port):
    settings.MAIL_URL = f"smtp://127.0.0.1:{closed_port}"
    settings.DEFAULT_FROM_EMAIL = "Groundswell <learn@example.org>"
    sender, (good, words) = examine_mail(settings)
    assert sender == (True, "Letters come from learn@example.org.")
    assert (good, words.startswith("The mail server does not take letters: ")) == (False, True)


def test_sender_that_is_no_address_is_named(settings, closed_port):
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = f"smtp://127.0.0.1:{closed_port}", "learn"
    assert next(iter(examine_mail(settings))) == (
        False, "MAIL_FROM is “learn”. Write it as Groundswell <learn@example.org>.",
    )  # fmt: skip


def test_folder_that_cannot_be_written_is_named(settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "files").write_text("a file where a folder should be")
    settings.MEDIA_ROOT = tmp_path / "files"
    (good, words), *_room = examine_files(settings)
    assert (good, words.startswith("Uploads cannot be written: ")) == (False, True)


def test_upload_that_tries_the_folder_is_taken_away_again(settings, tmp_path):
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    assert next(iter(examine_files(settings))) == (True, "Uploads can be written.")
    assert list((tmp_path / "files").iterdir()) == []


@pytest.mark.parametrize(
    ("address", "example", "findings"),
    [
        (
            "https://g.example.org",
            False,
            [(True, "SITE_URL speaks HTTPS."), (True, "The example world is off."), (True, "The proxy is counted.")],
        ),
        (
            "http://g.example.org",
            True,
            [
                (False, "SITE_URL does not start with https://: cookies could be read."),
                (
                    False,
                    "The example world is on: anyone can sign in as its people. Set GROUNDSWELL_EXAMPLE=no.",
                ),
                (True, "The proxy is counted."),
            ],
        ),
    ],
)
def test_real_installation_is_held_to_more(settings, address, example, findings):
    settings.SITE_URL, settings.EXAMPLE, settings.ALLAUTH_TRUSTED_PROXY_COUNT = address, example, 1
    settings.ALLOWED_HOSTS, settings.SECRET_KEY = [".example.org"], "k" * 50
    name, key, *others = examine_address(settings)
    assert (name, key) == ((True, "ALLOWED_HOSTS has g.example.org."), (True, "SECRET_KEY is long."))
    assert others == findings


def test_name_that_the_site_does_not_answer_to_and_a_short_key_are_named(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS, settings.SECRET_KEY = (
        "https://g.example.org",
        ["h.example.org"],
        "k" * 49,
    )
    assert list(examine_address(settings))[:2] == [
        (False, "g.example.org of SITE_URL is not in ALLOWED_HOSTS: add it."),
        (False, "SECRET_KEY is short enough to be guessed: make one as the how-to page says."),
    ]


def test_a_proxy_that_is_not_counted_is_told(settings):
    settings.SITE_URL, settings.ALLAUTH_TRUSTED_PROXY_COUNT = "https://g.example.org", 0
    good, words = list(examine_address(settings))[-1]
    assert (good, "TRUSTED_PROXIES is 0" in words) == (False, True)


def test_what_does_not_run_on_a_real_installation_is_named(settings, tmp_path, closed_port):
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    settings.SITE_URL, settings.STATIC_ROOT = f"http://127.0.0.1:{closed_port}", tmp_path / "static"
    settings.SETTINGS_MODULE = "config.settings.production"  # last: each change before begins a layer without one
    found = list(examine())[-3:]
    assert [good for good, _words in found] == [False, False, False]
    files, worker, answer = [words for _good, words in found]
    assert "run `groundswell upgrade`" in files
    assert worker == "No worker: letters and jobs wait. Start `groundswell worker`."
    assert answer.startswith(f"The site does not answer at http://127.0.0.1:{closed_port}: ")


def test_what_runs_on_a_real_installation_is_good(settings, tmp_path, live_server):
    (tmp_path / "staticfiles.json").write_text("{}")
    settings.SITE_URL, settings.STATIC_ROOT = live_server.url, tmp_path
    start_beating()
    assert [good for good, _words in examine_running(settings)] == [True, True, True]


@pytest.mark.parametrize("address", ["ftp://g.example.org", "g.example.org"])
def test_address_of_no_site_is_named(settings, address):
    settings.SITE_URL = address
    assert list(examine_running(settings))[-1] == (False, f"SITE_URL is “{address}”, no address of a site.")


def test_doctor_ends_with_a_status_that_scripts_can_read(settings, tmp_path, capsys):
    settings.HOME, settings.MEDIA_ROOT, settings.MAIL_URL = tmp_path, tmp_path / "files", ""
    settings.LOCAL_MAIL = True
    settings.SETTINGS_MODULE = "config.settings.test"
    assert main(["doctor"]) == 0
    settings.LOCAL_MAIL = False
    settings.SETTINGS_MODULE = "config.settings.test"
    assert main(["doctor"]) == 1
    assert "  MEND  No MAIL_URL: nobody gets a sign-in code.\n" in capsys.readouterr().out


def test_doctor_explains_which_settings_are_set(capsys, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://somewhere")
    assert main(["doctor", "--settings"]) == 0
    out = capsys.readouterr().out
    assert ("REDIS_URL  (set)\n" in out, "MAIL_URL  (default: " in out) == (True, True)


def test_command_that_is_none_and_help_and_version(capsys):
    assert (main(["unicorn"]), main([]), main(["--version"])) == (2, 0, 0)
    told = capsys.readouterr()
    assert told.err == "groundswell: there is no command “unicorn”. `groundswell --help` lists them.\n"
    assert told.out.startswith("usage: groundswell COMMAND [options]\n")
