"""Names as one searches for them, in any script: lower case, without accents and marks."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_MARKS = re.compile(r"[\W_]+")
# Letters that Unicode does not take apart, as somebody types them who has no key for them: “Đặng” is found as Dang.
_STROKES = str.maketrans(dict(zip("đðħıłøŧ", "ddhilot", strict=True)) | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})


@lru_cache(maxsize=20_000)
def plain_words(text: str) -> str:
    """“Jiménez (K–8)” → "jimenez k 8"."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _MARKS.sub(" ", text.lower().translate(_STROKES)).strip()


def search_text(names: Iterable[str]) -> str:
    """What `Place.search` holds: every word after a space, the own name's words first."""
    return " " + " ".join(filter(None, (plain_words(name) for name in names)))
