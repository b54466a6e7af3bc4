from django.urls import path

from groundswell.spread import views

app_name = "spread"
urlpatterns = [
    path("r/<str:secret>/commit/", views.commit, name="commit"),
    path("r/<str:secret>/said/", views.say_by_link, name="say-by-link"),
    path("commitments/<int:pk>/", views.say, name="say"),
]
