from django.urls import path

from groundswell.people.views import people

app_name = "people"
urlpatterns = [
    path("people/", people.directory, name="directory"),
    path("people/<int:pk>/", people.person, name="person"),
]
