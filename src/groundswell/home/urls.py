from django.urls import path

from groundswell.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("today/", views.today, name="today"),
    path("search/", views.search, name="search"),
]
