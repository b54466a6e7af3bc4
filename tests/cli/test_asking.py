"""What is typed wrongly, or cannot be done because of a file or the database, is told in one sentence, never as a traceback."""

import argparse

import pytest

from groundswell.cli.main import main, parser_of
from groundswell.cli.options import tells_problems
from groundswell.cli.registry import COMMANDS
from tests.cli.conftest import groundswell

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serve", "--port", "99999"], "groundswell serve: --port: 99999 is no port; give one from 1024 to 65535."),
        (["serve", "--port", "web"], "groundswell serve: --port: “web” is not a whole number."),
        (["serve", "--processes", "0"], "groundswell serve: --processes: give 1 or more."),
        (
            ["mix", "a.csv", "--tables", "six", "--rounds", "2"],
            "groundswell mix: --tables: “six” is not a whole number.",
        ),
        (["reach", "a.csv", "--per-contact", "half"], "groundswell reach: --per-contact: “half” is not a number."),
        (
            ["site", "a.csv", "b.csv", "--open", "2", "--give", "much"],
            "groundswell site: --give: “much” is not a number.",
        ),
        (
            ["site", "a.csv", "b.csv", "--open", "2", "--seconds", "x"],
            "groundswell site: --seconds: “x” is not a number.",
        ),
        (["mix"], "groundswell mix: the following arguments are required: people, --tables, --rounds."),
        (["backup"], "groundswell backup: the following arguments are required: archive."),
    ],
)
def test_words_that_are_not_understood(words, said, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    told = capsys.readouterr().err
    assert (ended.value.code, told.startswith(said), told.count("\n")) == (2, True, 1), told
    assert told.endswith(f"`groundswell {words[0]} --help` explains it.\n")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself_with_an_example(command):
    module = __import__(command.module, fromlist=["run"])
    told = parser_of(command, module).format_help()
    assert f"\n  groundswell {command.name}" in told
    assert max(len(line) for line in module.MORE.splitlines()) <= 130


def test_port_of_the_environment_is_read_as_one(tmp_path):
    done = groundswell(tmp_path, "run", PORT="web")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert done.stderr.startswith("groundswell run: --port: “web” is not a whole number.")


def test_archive_where_none_can_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    done = groundswell(tmp_path, "backup", str(tmp_path / "file" / "all.tar.gz"))
    assert (done.returncode, done.stderr) == (1, f"groundswell: {tmp_path}/file: File exists.\n")


def test_command_before_setup_says_what_comes_first(tmp_path):
    done = groundswell(tmp_path, "worker", "--until-idle")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "At a first start `groundswell setup` makes them, after new files `groundswell upgrade`." in done.stderr


def test_database_that_does_not_answer_is_named(tmp_path):
    done = groundswell(tmp_path, "upgrade", "--no-backup", DATABASE_URL=f"sqlite:///{tmp_path}/none/db.sqlite3")
    assert done.returncode == 1
    assert done.stderr == (
        f"groundswell: the database {tmp_path}/none/db.sqlite3 does not answer: unable to open database file. "
        "Check GROUNDSWELL_HOME and DATABASE_URL.\n"
    )


def test_settings_that_may_not_be_read_are_named(monkeypatch, capsys):
    def read_config():
        raise PermissionError(13, "Permission denied", "/etc/groundswell.env")

    monkeypatch.setattr("groundswell.cli.site_start.read_config", read_config)
    with pytest.raises(SystemExit) as ended:
        main(["backup", "all.tar.gz"])
    told = capsys.readouterr().err
    assert (
        ended.value.code,
        told.startswith("groundswell: /etc/groundswell.env: Permission denied. Run this as the user"),
    ) == (2, True)


def test_ctrl_c_while_an_engine_is_compiled_is_a_sentence(capsys):
    def compile_halfway(_options):
        try:
            raise KeyboardInterrupt
        finally:
            raise RuntimeError("no compiled object yet")

    assert tells_problems(compile_halfway)(argparse.Namespace()) == 130
    assert capsys.readouterr().err == "Stopped before there was an answer.\n"
    with pytest.raises(RuntimeError, match="other"):
        tells_problems(broken)(argparse.Namespace())


def broken(_options):
    raise RuntimeError("other")
