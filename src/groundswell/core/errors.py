"""What can go wrong in words: services raise these, pages show them."""


class Refused(Exception):  # noqa: N818 - a fact, not an error in the program
    """Something that cannot be done as things stand. Its text is one sentence for the person who asked.

    Services derive exceptions that state the fact (`ConveningFull`); a page shows it and keeps what was typed.
    """
