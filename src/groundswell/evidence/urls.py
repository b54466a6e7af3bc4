from django.urls import path

from groundswell.evidence import views

app_name = "evidence"
urlpatterns = [
    path("c/<slug:key>/report/", views.report, name="report"),
    path("c/<slug:key>/report.pdf", views.pdf, name="pdf"),
    path("c/<slug:key>/report/<slug:measure>/", views.source, name="source"),
]
