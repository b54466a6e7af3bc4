"""The addresses of signing in. The names are those that the sign-in library and the page frame look up."""

from django.urls import path

from groundswell.accounts.views import language, passkeys, providers, sign_in, ways_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", sign_in.enter_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", passkeys.passkey_sign_in, name="mfa_login_webauthn"),
    path("sign-in/google/", providers.google_start, name="google_login"),
    path("sign-in/google/back/", providers.google_back, name="google_callback"),
    path("sign-in/microsoft/", providers.microsoft_start, name="microsoft_login"),
    path("sign-in/microsoft/back/", providers.microsoft_back, name="microsoft_callback"),
    path("sign-in/closed/", sign_in.closed, name="account_inactive"),
    path("sign-in/as/<str:token>/", sign_in.by_link, name="sign_in_by_link"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("account/", ways_in.overview, name="account_email"),
    path("account/addresses/add/", ways_in.add_address, name="account_add_address"),
    path("account/addresses/confirm/", ways_in.confirm_added, name="account_email_verification_sent"),
    path("account/addresses/<int:pk>/main/", ways_in.choose_primary, name="account_choose_primary"),
    path("account/addresses/<int:pk>/remove/", ways_in.drop_address, name="account_drop_address"),
    path("account/passkeys/add/", passkeys.add_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove_passkey, name="mfa_remove_webauthn"),
    path("account/providers/<int:pk>/remove/", ways_in.drop_provider, name="account_drop_provider"),
    path("account/leave/", ways_in.leave_everywhere, name="account_leave_everywhere"),
    path("language/", language.choose_language, name="set_language"),
]
