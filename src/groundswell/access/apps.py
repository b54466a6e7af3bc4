from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "groundswell.access"
    label = "access"

    def ready(self) -> None:
        from groundswell.access import receivers, verbs  # noqa: F401 - registers
