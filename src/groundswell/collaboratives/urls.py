from django.urls import path

from groundswell.collaboratives.views import leaving, offers, pages, work

app_name = "collaboratives"
urlpatterns = [
    path("offers/", offers.find, name="offers"),
    path("offers/<int:pk>/ask/", offers.ask, name="ask-for-offer"),
    path("offers/<int:pk>/end/", offers.end, name="end-offer"),
    path("offers/requests/<int:pk>/", offers.answer, name="answer-asking"),
    path("counties/<slug:key>/offers/", offers.of_county, name="county-offers"),
    path("counties/<slug:key>/offers/add/", offers.add, name="add-county-offer"),
    path("collaboratives/", pages.index, name="index"),
    path("collaboratives/new/", work.begin, name="begin"),
    path("collaboratives/<slug:key>/", pages.collaborative, name="collaborative"),
    path("collaboratives/<slug:key>/about/", work.about, name="about"),
    path("collaboratives/<slug:key>/places/add/", work.add_place, name="add-place"),
    path("collaboratives/<slug:key>/offers/add/", offers.add_in_collaborative, name="add-offer"),
    path("collaboratives/<slug:key>/people/", pages.people, name="people"),
    path("collaboratives/<slug:key>/people/add/", work.add_member, name="add-member"),
    path("collaboratives/<slug:key>/people/end/", leaving.end_member, name="end-member"),
    path("collaboratives/<slug:key>/places/end/", leaving.end_place, name="end-place"),
    path("collaboratives/<slug:key>/history/", pages.history, name="history"),
    path("collaboratives/<slug:key>/needs/", pages.needs, name="needs"),
    path("collaboratives/<slug:key>/needs/add/", work.add_need, name="add-need"),
    path("collaboratives/<slug:key>/needs/<int:pk>/", work.change_need, name="change-need"),
    path("collaboratives/<slug:key>/needs/<int:pk>/evidence/", work.add_evidence, name="add-evidence"),
    path("collaboratives/<slug:key>/needs/<int:pk>/evidence/remove/", work.remove_evidence, name="remove-evidence"),
    path("collaboratives/<slug:key>/needs/<int:pk>/state/", work.need_state, name="need-state"),
    path("collaboratives/<slug:key>/vision/", pages.vision, name="vision"),
    path("collaboratives/<slug:key>/vision/write/", work.write_vision, name="write-vision"),
    path("collaboratives/<slug:key>/vision/adopt/", work.adopt_vision, name="adopt-vision"),
    path("collaboratives/<slug:key>/vision/endorse/", work.endorse_vision, name="endorse-vision"),
    path("collaboratives/<slug:key>/tasks/", pages.tasks, name="tasks"),
    path("collaboratives/<slug:key>/tasks/add/", work.add_task, name="add-task"),
    path("collaboratives/<slug:key>/tasks/<int:pk>/", work.change_task, name="change-task"),
    path("collaboratives/<slug:key>/tasks/<int:pk>/hand-over/", work.hand_over, name="hand-over"),
    path("collaboratives/<slug:key>/tasks/<int:pk>/answer/", work.answer_task, name="answer-task"),
]
