from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "groundswell.standards"
    label = "standards"
