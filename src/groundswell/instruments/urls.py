from django.urls import path

from groundswell.instruments.views import answering, editing, lessons, results

app_name = "instruments"
urlpatterns = [
    path("i/<slug:token>/", answering.answer, name="answer"),
    path("i/<slug:token>/activity/<slug:option>/", answering.activity, name="activity"),
    path("i/<slug:token>/<uuid:sent>/", answering.sent, name="sent"),
    path("i/<slug:token>/<uuid:sent>/withdraw/", answering.withdraw, name="withdraw"),
    path("i/<slug:token>/<uuid:sent>/keep/<slug:option>/", lessons.keep, name="keep"),
    path("my/answers/", answering.my_answers, name="mine"),
    path("my/lessons/", lessons.my_ideas, name="ideas"),
    path("my/lessons/<int:pk>/", lessons.idea, name="idea"),
    path("my/lessons/<int:pk>/sheet/", lessons.sheet, name="sheet"),
    path("my/lessons/<int:pk>/share/", lessons.share, name="share"),
    path("lessons/<slug:token>/", lessons.lesson, name="lesson"),
    path("lessons/<slug:token>/take/", lessons.take, name="take"),
    path("my/lessons/<int:pk>/drop/", lessons.drop_idea, name="drop_idea"),
    path("instruments/", editing.listing, name="list"),
    path("instruments/new/<int:space>/", editing.create, name="create"),
    path("instruments/<int:pk>/", editing.instrument, name="instrument"),
    path("instruments/<int:pk>/open/", editing.set_open, name="set_open"),
    path("instruments/<int:pk>/edit/", editing.draft, name="draft"),
    path("instruments/<int:pk>/change/", editing.change, name="change"),
    path("instruments/<int:pk>/edit/<slug:code>/", editing.question, name="question"),
    path("instruments/<int:pk>/versions/<int:number>/", editing.preview, name="preview"),
    path("instruments/<int:pk>/results/", results.results, name="results"),
    path("instruments/<int:pk>/answers.<slug:kind>", results.export, name="export"),
]
