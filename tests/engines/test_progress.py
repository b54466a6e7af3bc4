import io
import signal

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


def test_stopping_waits_for_the_next_step_and_a_second_time_does_not() -> None:
    before = signal.getsignal(signal.SIGINT)
    console = Console(io.StringIO())
    console(0.1, "Searching")
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        console(0.2, "Searching")
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        console.close()
    assert signal.getsignal(signal.SIGINT) is before


def test_stopping_after_the_last_step_stops_before_anything_is_written() -> None:
    console = Console(io.StringIO())
    console(1.0, "Done")
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        console.close()
