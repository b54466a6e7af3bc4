from django.urls import include, path

from groundswell.access.doors import anywhere
from groundswell.access.permissions import Permission
from groundswell.intake.views import import_paths
from groundswell.places.views import browse, edit

app_name = "places"
urlpatterns = [
    path("places/", browse.overview, name="overview"),
    path("places/search/", browse.search, name="search"),
    path("places/suggest/", browse.suggest, name="suggest"),
    path("places/partners/", browse.partners, name="partners"),
    path("places/partners/add/", edit.partner_add, name="partner-add"),
    path("places/import/schools/", include(import_paths("schools", anywhere(Permission.PLACE_IMPORT)))),
    path("places/<slug:key>/", browse.place, name="place"),
    path("places/<slug:key>/edit/", edit.edit, name="edit"),
    path("places/<slug:key>/same/", edit.same, name="same"),
    path("places/<slug:key>/membership/", edit.membership, name="membership"),
]
