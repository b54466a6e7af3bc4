"""Every address, by app. Each app's `urls` module lists its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("groundswell.core.urls")),
    path("", include("groundswell.ui.urls")),
    path("", include("groundswell.accounts.urls")),
    path("", include("groundswell.activity.urls")),
    path("", include("groundswell.access.urls")),
    path("", include("groundswell.people.urls")),
    path("", include("groundswell.standards.urls")),
    path("", include("groundswell.instruments.urls")),
    path("", include("groundswell.places.urls")),
    path("", include("groundswell.collaboratives.urls")),
    path("", include("groundswell.convenings.urls")),
    path("", include("groundswell.evidence.urls")),
    path("", include("groundswell.spread.urls")),
    path("", include("groundswell.home.urls")),
    path("", include("groundswell.example.urls")),
]

handler400 = "groundswell.ui.views.bad_request"
handler403 = "groundswell.ui.views.permission_denied"
handler404 = "groundswell.ui.views.page_not_found"
handler500 = "groundswell.ui.views.server_error"
