from django.urls import path

from groundswell.standards import views

app_name = "standards"
urlpatterns = [
    path("standards/", views.browse, name="browse"),
    path("standards/suggest/", views.suggest, name="suggest"),
    path("standards/<str:code>/", views.item, name="item"),
]
