from django.urls import path

from groundswell.activity.views import local_mail, notices

app_name = "activity"
urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.mark_read, name="mark_read"),
    path("notices/mail/", notices.mail_choice, name="mail_choice"),
    path("notices/stop/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("history/", notices.history, name="history"),
    path("mail/", local_mail.letters, name="letters"),
    path("mail/<uuid:number>/", local_mail.letter, name="letter"),
    path("mail/<uuid:number>/html/", local_mail.letter_html, name="letter_html"),
    path("mail/<uuid:number>/calendar/", local_mail.letter_calendar, name="letter_calendar"),
]
