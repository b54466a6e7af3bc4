from django.urls import path

from groundswell.core import views

app_name = "core"
urlpatterns = [
    path("healthy/", views.healthy, name="healthy"),
    path("live/poll/", views.poll, name="poll"),
    path("drafts/<slug:form>/", views.draft, name="draft"),
    path("drafts/<slug:form>/<slug:thing>/", views.draft, name="draft"),
]
