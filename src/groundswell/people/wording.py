"""Names as one sorts and searches them: plain lower-case words."""

from groundswell.places.wording import plain_words


def sort_text(given_name: str, family_name: str, display_name: str) -> str:
    """Family name first; somebody with only a display name is sorted by its last word."""
    given, family, display = (plain_words(text) for text in (given_name, family_name, display_name))
    if family or given:
        return f"{family} {given}".strip()[:300]
    return " ".join(reversed(display.split()))[:300]


def search_text(given_name: str, family_name: str, display_name: str) -> str:
    """Every word once, each after a space, so that " fer" finds Ferreira and no Rafferty."""
    words = plain_words(f"{given_name} {family_name} {display_name}").split()
    return "".join(f" {word}" for word in dict.fromkeys(words))[:400]
