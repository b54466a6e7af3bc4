from django.urls import path

from groundswell.access.views import audit, operator, roles, see_as

app_name = "access"
urlpatterns = [
    path("roles/", roles.explain_roles, name="roles"),
    path("roles/mine/", roles.mine, name="mine"),
    path("roles/on/<int:space>/", roles.holders_page, name="holders"),
    path("roles/take/<int:grant>/", roles.take, name="take"),
    path("see-as/", see_as.start, name="see-as-start"),
    path("see-as/stop/", see_as.stop, name="see-as-stop"),
    path("audit/", audit.audit, name="audit"),
    path("operator/", operator.operator, name="operator"),
    path("operator/letters/", operator.mail, name="mail"),
    path("operator/letters/<int:letter>/again/", operator.resend, name="resend"),
    path("operator/jobs/<uuid:job>/again/", operator.retry, name="retry"),
]
