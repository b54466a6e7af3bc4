"""Entries of staff lists that may be somebody: for them to say."""

from groundswell.people.models import Listed, Person, known


def listings_of(person: Person, *, also_denied: bool = False) -> list[Listed]:
    """Those that stand under one of the person's addresses and have not been answered, with their entries."""
    if person.user_id is None:
        return []
    rows = Listed.objects.filter(known("person__"), user_id=person.user_id, person__user=None).select_related("person")
    return list((rows if also_denied else rows.filter(denied_at=None)).order_by("pk"))
