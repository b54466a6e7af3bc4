from django.apps import AppConfig


class SpreadConfig(AppConfig):
    name = "groundswell.spread"
    label = "spread"

    def ready(self) -> None:
        from groundswell.spread import verbs  # noqa: F401 - registers
