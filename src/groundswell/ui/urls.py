from django.urls import path

from groundswell.ui import views

app_name = "ui"

urlpatterns = [path("design/", views.gallery, name="gallery")]
