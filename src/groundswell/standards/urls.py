from django.urls import include, path

from groundswell.access.doors import anywhere
from groundswell.access.permissions import Permission
from groundswell.intake.views import import_paths
from groundswell.standards import views

app_name = "standards"
urlpatterns = [
    path("standards/", views.browse, name="browse"),
    path("standards/suggest/", views.suggest, name="suggest"),
    path("standards/import/", include(import_paths("statements", anywhere(Permission.OPERATE)))),
    path("standards/<str:code>/", views.item, name="item"),
]
