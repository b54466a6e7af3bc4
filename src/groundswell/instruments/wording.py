"""A text in the product's languages."""

from dataclasses import dataclass

LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Words:
    """English is always there when anything is; Spanish falls back to it."""

    en: str = ""
    es: str = ""

    def say(self, language: str) -> str:
        return self.es if language.startswith("es") and self.es else self.en

    def has(self, language: str) -> bool:
        return bool(self.es if language.startswith("es") else self.en)

    def __bool__(self) -> bool:
        return bool(self.en or self.es)
