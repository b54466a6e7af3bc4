"""Kinds of letters that one is asked about. Every other kind (a code, what belongs to a registration) goes out at once."""

from datetime import timedelta

NOTICE = "notice"
DIGEST = "digest"
ASKED = frozenset({NOTICE, DIGEST})

BEAT = timedelta(seconds=10)  # how often a worker says that it lives
DEAD_AFTER = timedelta(seconds=60)  # a worker that was silent for so long has died
