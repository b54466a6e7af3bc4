"""English or Spanish: kept in a cookie, and with the user."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from groundswell.accounts.entrance import next_of
from groundswell.accounts.services.users import set_language
from groundswell.core.doors import own


@own("the language of one's own pages")
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Change the language and stay on the page."""
    response = HttpResponseRedirect(next_of(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        if request.user.is_authenticated:
            set_language(user=request.user, language=language)
    return response
