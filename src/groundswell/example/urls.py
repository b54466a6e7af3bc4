from django.urls import path

from groundswell.example.views import sign_in

app_name = "example"
urlpatterns = [
    path("example/", sign_in.people, name="people"),
    path("example/sign-in/<slug:role>/", sign_in.sign_in, name="sign-in"),
]
