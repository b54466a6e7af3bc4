import io

import pytest

from groundswell.engines.errors import InputError
from groundswell.engines.progress import Console, Limit, time_left


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_console_shows_one_line_on_a_terminal_and_wipes_it() -> None:
    stream = Terminal()
    console = Console(stream, every=0)
    console(0.5, "Seating")
    console.close()
    assert stream.getvalue() == "\r 50%  Seating\r" + " " * 13 + "\r"


def test_console_is_silent_where_the_output_is_a_file() -> None:
    stream = io.StringIO()
    console = Console(stream, every=0)
    console(0.5, "Seating")
    console.close()
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("share", "elapsed", "text"), [(0.01, 9, ""), (0.5, 10, " (10 s left)"), (0.1, 60, " (9 min left)")]
)
def test_time_left_in_words(share: float, elapsed: float, text: str) -> None:
    assert time_left(share, elapsed) == text


def test_limit_without_seconds_is_never_over() -> None:
    assert (Limit(steps=3).start().over(), Limit(seconds=1e-9).start().left() < 1) == (False, True)


def test_error_says_where() -> None:
    error = InputError("Give a county.", source="people.csv", line=7)
    assert (error.located(), InputError("Give it.").located()) == ("people.csv, line 7: Give a county.", "Give it.")
