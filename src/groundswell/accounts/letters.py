"""The mails of signing in. They go out through Django's mail, which is the outbox."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from groundswell.accounts.models import SentCode


def mail_code(*, email: str, purpose: str, digits: str, minutes: int) -> None:
    """The code stands in the subject too, so that a phone shows it in the notification."""
    shown = f"{digits[:4]} {digits[4:]}"
    subject = (
        _("%(code)s is your code for %(site)s")
        if purpose == SentCode.Purpose.SIGN_IN
        else _("%(code)s adds this address to your account at %(site)s")
    ) % {"code": shown, "site": settings.SITE_NAME}
    context = {
        "code": shown,
        "minutes": minutes,
        "adding": purpose == SentCode.Purpose.ADDRESS,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    message = EmailMultiAlternatives(subject, render_to_string("accounts/mail/code.txt", context), to=[email])
    message.attach_alternative(render_to_string("accounts/mail/code.html", context), "text/html")
    message.send()
