"""Posts that a page sends without being left (in-place.js): the answer is a sentence; what has changed comes by the stream.

Without the script the same views answer with the page or a redirect to it, as everywhere.
"""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse

from groundswell.ui.field_words import words_of_form

HEADER = "X-In-Place"


def in_place(request: HttpRequest) -> bool:
    """Whether the page stays open and wants a sentence."""
    return request.headers.get(HEADER) == "1"


def done(request: HttpRequest, response: HttpResponse, said: str = "") -> HttpResponse:
    """It is done. `response` leads a browser without the script on; its cookies are given either way."""
    if not in_place(request):
        if said:
            messages.success(request, said)
        return response
    answer = JsonResponse({"said": said})
    answer.cookies = response.cookies
    return answer


def not_done(request: HttpRequest, response: HttpResponse, problem: str, status: int = 422) -> HttpResponse:
    """It cannot be done, and why; with 429 what waits in a browser is sent again later."""
    if not in_place(request):
        messages.error(request, problem)
        return response
    return JsonResponse({"problem": problem}, status=status)


def sentences(form: BaseForm) -> str:
    """What is wrong with a form, in one piece."""
    return " ".join(words_of_form(form))
