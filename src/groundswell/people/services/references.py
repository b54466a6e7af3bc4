"""Every foreign key to a person, as it moves when two people are merged."""

from groundswell.core.references import Reference, references_to
from groundswell.people.models import Person

# Who was merged into whom stays as it was said.
STAYS = frozenset({"people.Merge.kept", "people.Merge.merged"})


def references_to_people() -> list[Reference]:
    """Those that move when two people are merged."""
    found = {reference.label: reference for reference in references_to(Person)}
    return [found[label] for label in sorted(found) if label not in STAYS]
