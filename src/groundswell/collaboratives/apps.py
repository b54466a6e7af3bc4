from django.apps import AppConfig


class CollaborativesConfig(AppConfig):
    name = "groundswell.collaboratives"
    label = "collaboratives"

    def ready(self) -> None:
        from groundswell.collaboratives import verbs  # noqa: F401 - registers
