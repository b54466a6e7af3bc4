from django.urls import include, path

from groundswell.access.doors import anywhere
from groundswell.access.permissions import Permission
from groundswell.evidence import views
from groundswell.intake.views import import_paths

app_name = "evidence"
urlpatterns = [
    path("c/<slug:key>/report/", views.report, name="report"),
    path("c/<slug:key>/report.pdf", views.pdf, name="pdf"),
    path("c/<slug:key>/report/<slug:measure>/", views.source, name="source"),
    path("evidence/teachers/", views.teachers, name="teachers"),
    path("evidence/teachers/import/", include(import_paths("teachers", anywhere(Permission.PLACE_IMPORT)))),
]
