from django.urls import path

from groundswell.convenings.views import mine, public, register

app_name = "convenings"
urlpatterns = [
    path("convenings/", public.index, name="index"),
    path("c/<slug:key>/", public.convening, name="convening"),
    path("c/<slug:key>/calendar.ics", public.calendar, name="calendar"),
    path("c/<slug:key>/register/", register.alone, name="register"),
    path("c/<slug:key>/register/team/", register.team, name="register-team"),
    path("c/<slug:key>/register/sites/", register.sites, name="register-sites"),
    path("c/<slug:key>/register/written/", register.written, name="written"),
    path("r/<str:secret>/", mine.mine, name="mine"),
    path("r/<str:secret>/confirm/", mine.confirm, name="confirm"),
    path("r/<str:secret>/give-back/", mine.give_back, name="give-back"),
    path("r/<str:secret>/move/", mine.move, name="move"),
    path("r/<str:secret>/details/", mine.details, name="details"),
    path("r/<str:secret>/swap/", mine.swap, name="swap"),
    path("r/<str:secret>/answers/", mine.answers, name="answers"),
    path("r/<str:secret>/calendar.ics", mine.calendar, name="mine-calendar"),
]
