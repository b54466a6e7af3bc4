"""A signed-in person's language, and a session that lasts as long as they come back."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from groundswell.core.clock import today

RENEWED = "renewed"


class KnownPerson:
    """After authentication: pages speak the user's language, and one visit a day prolongs the session by its whole age."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            language = request.user.language
            if language in dict(settings.LANGUAGES):
                translation.activate(language)
                request.LANGUAGE_CODE = language
            day = today().isoformat()
            if request.session.get(RENEWED) != day:
                request.session[RENEWED] = day
        return self.get_response(request)
