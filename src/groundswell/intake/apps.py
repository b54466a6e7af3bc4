from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "groundswell.intake"
    label = "intake"
