from django.urls import include, path

from groundswell.access.doors import anywhere
from groundswell.access.permissions import Permission
from groundswell.intake.views import import_paths
from groundswell.people.views import consents, data, listings, merging, people, positions, profile, unlisted

app_name = "people"
urlpatterns = [
    path("me/", profile.mine, name="mine"),
    path("me/edit/", profile.edit, name="edit"),
    path("me/sharing/", profile.sharing, name="sharing"),
    path("me/agreements/", consents.agreements, name="agreements"),
    path("me/agreements/<slug:kind>/agree/", consents.agree, name="agree"),
    path("me/agreements/<slug:kind>/withdraw/", consents.withdraw, name="withdraw"),
    path("me/data/", data.data, name="data"),
    path("me/data/download/", data.download, name="download"),
    path("me/listed/<int:pk>/", listings.answer, name="listed"),
    path("me/leave/", data.leave, name="leave"),
    path("left/", data.left, name="left"),
    path("people/", people.directory, name="directory"),
    path("people/agreements/", consents.texts, name="consent-texts"),
    path("people/agreements/<slug:kind>/", consents.text, name="consent-text"),
    path("people/duplicates/", merging.duplicates, name="duplicates"),
    path("people/duplicates/<int:keep>/<int:merge>/", merging.compare, name="compare"),
    path("people/merges/<int:pk>/undo/", merging.undo, name="undo-merge"),
    path("people/import/", include(import_paths("people", anywhere(Permission.PERSON_EDIT)))),
    path("people/index/", people.write_index, name="write-index"),
    path("people/not-listed/", unlisted.places, name="unlisted"),
    path("people/not-listed/<int:pk>/", unlisted.settle, name="settle"),
    path("people/not-listed/<int:pk>/add/", unlisted.add, name="add-place"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/positions/", positions.positions, name="positions"),
    path("people/<int:pk>/positions/add/", positions.add, name="add-position"),
    path("people/<int:pk>/positions/<int:position>/", positions.change, name="position"),
    path("people/<int:pk>/positions/<int:position>/end/", positions.end, name="end-position"),
]
