"""Reading registrations."""

from django.http import Http404

from groundswell.convenings.models import Registration


def registration_by_secret(secret: str) -> Registration:
    """The registration that the link in the mail opens. Raises Http404."""
    rows = Registration.objects.select_related(
        "person__user", "convening__collaborative", "site", "team__captain", "place", "county"
    )
    found = rows.filter(secret=secret).first()
    if found is None:
        raise Http404
    return found
