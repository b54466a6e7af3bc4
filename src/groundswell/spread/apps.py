from django.apps import AppConfig


class SpreadConfig(AppConfig):
    name = "groundswell.spread"
    label = "spread"

    def ready(self) -> None:
        from groundswell.spread import receivers, verbs  # noqa: F401 - registers
