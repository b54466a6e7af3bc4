"""Collect what is to be translated, merge it into the Spanish catalogs and compile them; with --check say what is missing.

usage: python tools/make_messages.py [--check]

The check collects into a copy and compares: no message is left out, untranslated or fuzzy, and each compiled catalog is
the written one. Needs GNU gettext (Debian: apt install gettext); without it the check says so and passes, because CI has it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ROOT / "src" / "groundswell"
FORMS = 3  # one, millions, many: what the heads of the catalogs say of Spanish
QUOTED = re.compile(r'^"(.*)"$', re.MULTILINE)
PART = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)


def catalogs(folder: Path) -> list[Path]:
    """Each catalog below the folder, by its place there."""
    return sorted(path.relative_to(folder) for path in folder.rglob("locale/es/LC_MESSAGES/django.po"))


def collect(folder: Path) -> None:
    """Xgettext over source and templates in the folder, into the catalogs that it holds."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    words = [sys.executable, str(ROOT / "manage.py"), "makemessages", "-l", "es", "--no-location", "--no-wrap"]
    subprocess.run(words, cwd=folder, check=True, env=environment, stdout=subprocess.DEVNULL)


def messages(catalog: Path) -> dict[tuple[str, str], str]:
    """What is wrong with each message by its context and words; nothing is the empty string."""
    found = {}
    for entry in catalog.read_text(encoding="utf-8").split("\n\n"):
        if "#~" in entry:
            continue
        parts = {name: "".join(QUOTED.findall(words)) for name, words in PART.findall(entry + "\n")}
        if not parts.get("msgid"):
            continue
        translations = [words for name, words in parts.items() if name.startswith("msgstr")]
        fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in entry.splitlines())
        wrong = "fuzzy" if fuzzy else "" if translations and all(translations) else "not translated"
        if "msgid_plural" in parts and len(translations) < FORMS:
            wrong = wrong or "a plural form is missing, and the page would be in English"
        found[parts.get("msgctxt", ""), parts["msgid"]] = wrong
    return found


def complete_plurals(catalog: Path) -> None:
    """Spanish counts one, millions and many; who wrote two forms meant the second for both."""
    entries = catalog.read_text(encoding="utf-8").split("\n\n")
    for place, entry in enumerate(entries):
        parts = dict(PART.findall(entry + "\n"))
        if "msgid_plural" in parts and "msgstr[1]" in parts and "msgstr[2]" not in parts and "#~" not in entry:
            entries[place] = f"{entry.rstrip()}\nmsgstr[2] {parts['msgstr[1]'].rstrip()}"
    catalog.write_text("\n\n".join(entries).rstrip("\n") + "\n", encoding="utf-8")


def compiled(catalog: Path) -> bytes:
    """The catalog as a program reads it. Raises CalledProcessError where it is not well written."""
    words = ["msgfmt", "--check-format", "-o", "-", str(catalog)]
    return subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout


def find_faults() -> list[str]:
    """A line for each message that is missing or not translated, and each compiled catalog that is stale."""
    faults = []
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made) / PRODUCT.name
        shutil.copytree(PRODUCT, copy, ignore=shutil.ignore_patterns("__pycache__", "static"))
        collect(copy)
        for name in catalogs(PRODUCT):
            kept = messages(PRODUCT / name)
            faults += [f"{name}: {wrong}: {words}" for (_context, words), wrong in kept.items() if wrong]
            faults += [
                f"{name}: not collected: {words}" for _context, words in messages(copy / name).keys() - kept.keys()
            ]
            if compiled(PRODUCT / name) != (PRODUCT / name).with_suffix(".mo").read_bytes():
                faults.append(f"{name}: the compiled catalog is stale")
    return faults


def main() -> int:
    """Collect and compile, or check."""
    if not shutil.which("msgfmt"):
        print("GNU gettext is not on this machine: the catalogs are not checked.")
        return 0
    if "--check" in sys.argv:
        faults = find_faults()
        print(
            "\n".join(
                [*faults, "Run python tools/make_messages.py, translate, run it again."]
                if faults
                else ["Spanish is whole."]
            )
        )
        return 1 if faults else 0
    collect(PRODUCT)
    for name in catalogs(PRODUCT):
        complete_plurals(PRODUCT / name)
        (PRODUCT / name).with_suffix(".mo").write_bytes(compiled(PRODUCT / name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
