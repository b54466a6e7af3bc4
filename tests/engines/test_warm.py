import os
import subprocess
import sys
from pathlib import Path

import pytest

from groundswell.cli.main import main
from groundswell.engines import warm


def test_cache_stands_where_the_setting_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GROUNDSWELL_CACHE_DIR", str(tmp_path))
    assert warm.cache_folder().parent == tmp_path / "kernels"


def test_an_engine_is_not_ready_in_an_empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GROUNDSWELL_CACHE_DIR", str(tmp_path))
    assert not warm.is_ready("mixing")


def test_an_engine_is_ready_while_its_stamp_fits_its_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GROUNDSWELL_CACHE_DIR", str(tmp_path))
    folder = warm.cache_folder()
    folder.mkdir(parents=True)
    warm.stamp("mixing", folder).write_text(warm.fingerprint("mixing"))
    ready = warm.is_ready("mixing")
    warm.stamp("mixing", folder).write_text("of an older source")
    assert (ready, warm.is_ready("mixing")) == (True, False)


def test_two_processes_that_prepare_one_engine_compile_it_once(tmp_path: Path) -> None:
    code = (
        "from groundswell.engines import warm; warm.prepare('dates');"
        "from groundswell.engines.dates.knapsack import choose_all; print(len(choose_all.stats.cache_misses))"
    )
    environment = {**os.environ, "GROUNDSWELL_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sorted(process.communicate()[0] for process in both) == ["0\n", "1\n"]


def test_every_engine_has_a_core_to_prepare() -> None:
    assert [engine for engine in warm.KERNELS if not warm.is_there(engine)] == []


def test_warm_names_the_engines_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["warm", "cooking"]) == 2
    assert capsys.readouterr().err == (
        "groundswell warm: there is no engine “cooking”. There are mixing, siting, dates, timetable, reach.\n"
    )


def test_reading_the_engines_loads_nothing_heavy() -> None:
    code = "import sys, groundswell.engines.mixing as m; print([n for n in ('numpy', 'numba', 'scipy') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_engine_loads_without_what_numba_looks_for_and_leaves_it_importable() -> None:
    code = (
        "import sys; from groundswell.engines import warm; warm.load('dates', 'groundswell.engines.dates.knapsack');"
        "heavy = ('scipy.linalg', 'yaml', 'coverage', 'cffi'); print([n for n in heavy if n in sys.modules]);"
        "import scipy.linalg; print(scipy.linalg.norm([3.0, 4.0]))"
    )
    # A run that measures branches starts its tracer in every child: here that would be the very module that must be absent.
    untraced = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=untraced)
    assert done.stdout == "[]\n5.0\n"


COMPILED_LATER = """
import sys
from numba.core.dispatcher import Dispatcher
from groundswell.cli.main import main
from groundswell.engines import warm

def compiled():
    loaded = [module for name, module in list(sys.modules.items()) if name.startswith("groundswell.engines")]
    kernels = [thing for module in loaded for thing in vars(module).values() if isinstance(thing, Dispatcher)]
    return {f"{kernel.__module__}.{kernel.__name__}": len(kernel.signatures) for kernel in kernels}

warm.prepare(sys.argv[1])
before = compiled()
status = main(sys.argv[2:])
for name, ways in compiled().items():
    if ways != before.get(name, 0):
        print("COMPILED LATER", name)
sys.exit(status)
"""
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
SEATING, EXAMPLES = HOW_TO / "seat-people-at-tables", HOW_TO / "examples"
QUESTIONS = {
    "mixing": ["mix", SEATING / "people.csv", "--tables", "6", "--rounds", "3", "--rules", SEATING / "rules.toml"],
    "siting": ["site", EXAMPLES / "teams.csv", EXAMPLES / "sites.csv", "--open", "5"],
    "dates": ["dates", EXAMPLES / "date-teams.csv", "--from", "2027-01-11", "--to", "2027-03-26"],
    "timetable": [
        "timetable", EXAMPLES / "sessions.csv", EXAMPLES / "rooms.csv", "--periods", "9:00, 10:15 / 13:00, 14:15",
        "--wishes", EXAMPLES / "wishes.csv",
    ],
    "reach": ["reach", EXAMPLES / "reach-ties.csv", "--people", EXAMPLES / "reach-people.csv", "-k", "6", "--forecast"],
}  # fmt: skip


@pytest.mark.parametrize("engine", QUESTIONS)
def test_nothing_is_left_to_compile_for_a_question_once_the_engine_is_prepared(engine: str) -> None:
    command = [sys.executable, "-c", COMPILED_LATER, engine, *map(str, QUESTIONS[engine]), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("COMPILED LATER")] == []
