"""What an engine raises. The text of each is a sentence for the person who brought the spreadsheet."""


class InputError(Exception):
    """Something in the input has to be changed; `str(error)` says what to do.

    `source` names the file and `line` the row (1-based, the header is line 1), where they are known; `kind` the list
    that the row is of (teams, rooms, …) where only the caller knows its file.
    """

    def __init__(
        self, sentence: str, *, source: str | None = None, line: int | None = None, kind: str | None = None
    ) -> None:
        super().__init__(sentence)
        self.source = source
        self.line = line
        self.kind = kind

    def located(self) -> str:
        """Say where and what: `people.csv, line 7: …`."""
        place = ", ".join(
            part for part in (self.source, None if self.line is None else f"line {self.line}") if part is not None
        )
        return f"{place}: {self}" if place else str(self)


class Infeasible(InputError):  # noqa: N818 - the word the field uses
    """No answer can keep all hard rules. `conflicts` says which of them cannot hold together, one sentence each."""

    def __init__(
        self,
        sentence: str,
        *,
        conflicts: tuple[str, ...] = (),
        source: str | None = None,
        line: int | None = None,
        kind: str | None = None,
    ) -> None:
        super().__init__(sentence, source=source, line=line, kind=kind)
        self.conflicts = conflicts


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The person stopped the work. A progress callback raises it; engines let it through."""
