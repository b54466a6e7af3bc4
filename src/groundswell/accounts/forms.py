"""What is typed when signing in and when changing how one signs in."""

from typing import Any

from allauth.mfa.webauthn.internal import auth
from django import forms
from django.utils.translation import gettext_lazy as _

NO_PASSKEY = _("The passkey could not be checked. Try again.")


class EmailForm(forms.Form):
    """One address."""

    email = forms.EmailField(
        label=_("Your email"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "off", "inputmode": "email"}
        ),
        error_messages={
            "required": _("Write your email address."),
            "invalid": _("Write an address like name@school.org."),
        },
    )


class AddressForm(forms.Form):
    """A further address."""

    email = forms.EmailField(
        label=_("Another address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "off"}),
        error_messages={
            "required": _("Write an email address."),
            "invalid": _("Write an address like name@school.org."),
        },
    )


class CodeForm(forms.Form):
    """The digits from the mail; spaces do not count."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        error_messages={"required": _("Write the code from the mail.")},
    )


class PasskeyForm(forms.Form):
    """What the browser answers; read by script, so a person never sees it."""

    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": NO_PASSKEY, "invalid": NO_PASSKEY}
    )

    def clean_credential(self) -> dict[str, Any]:
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict):
            raise forms.ValidationError(NO_PASSKEY)
        return credential


class NewPasskeyForm(PasskeyForm):
    """A passkey that was just made, checked against what was asked of the browser."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("So that you know it again: my phone, office laptop."),
        required=False,
    )

    def clean_credential(self) -> dict[str, Any]:
        credential = super().clean_credential()
        try:
            auth.parse_registration_response(credential)
            auth.complete_registration(credential)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise forms.ValidationError(NO_PASSKEY) from error
        return credential
