from django.urls import path

from groundswell.convenings.views import mine

app_name = "convenings"
urlpatterns = [
    path("r/<str:secret>/", mine.mine, name="mine"),
]
