from django.apps import AppConfig


class ConveningsConfig(AppConfig):
    name = "groundswell.convenings"
    label = "convenings"

    def ready(self) -> None:
        from groundswell.convenings import verbs  # noqa: F401 - registers
